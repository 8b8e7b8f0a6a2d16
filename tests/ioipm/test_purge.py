"""The proxy in front of the site is told that pages have changed."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured

from ioipm.purge import Purger
from ioipm.settings.environment import frontend_cache


@pytest.fixture
def proxy(settings):
    """A proxy that records the requests it gets."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self):
            seen.append((self.path, self.headers["Host"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
    settings.WAGTAILFRONTENDCACHE = frontend_cache(f"http://127.0.0.1:{server.server_port}")
    yield seen
    server.shutdown()
    server.server_close()


def wait_for_purges():
    for thread in threading.enumerate():
        if thread.name == "purge":
            thread.join(10)


def test_proxy_is_told_once_for_changes_that_follow_each_other(proxy):
    purger = Purger()
    for _change in range(20):
        purger.request()
    wait_for_purges()
    assert set(proxy) == {("/", "www.ioipm.example")}
    assert 1 <= len(proxy) < 20
    purger.request()
    wait_for_purges()
    assert len(proxy) >= 2


@pytest.mark.django_db
def test_change_of_a_page_purges(proxy, mid_back_pain, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mid_back_pain.save()
    wait_for_purges()
    assert proxy


def test_site_without_a_proxy_starts_no_thread(settings):
    settings.WAGTAILFRONTENDCACHE = {}
    Purger().request()
    assert not [thread for thread in threading.enumerate() if thread.name == "purge"]


def test_address_of_the_proxy_must_be_a_url():
    assert frontend_cache("") == {}
    with pytest.raises(ImproperlyConfigured, match="PURGE_URL"):
        frontend_cache("127.0.0.1:6081")
