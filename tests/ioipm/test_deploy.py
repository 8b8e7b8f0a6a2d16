"""The files of deploy/: nginx starts with its file and keeps public pages only; systemd accepts the units."""

import shutil
import subprocess
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from django.conf import settings

from tests.services import certificate, free_port, nginx_command, running

DEPLOY = settings.BASE_DIR / "deploy"


class Site(BaseHTTPRequestHandler):
    """A site with a page that every cache may keep, and personal pages."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, dict[str, str]]] = []

    def do_GET(self):
        self.seen.append((self.path, dict(self.headers)))
        is_public = self.path.startswith("/public") and "sessionid" not in self.headers.get("Cookie", "")
        body = self.headers.get("Accept-Encoding", "").encode() or b"plain"
        status = 304 if self.headers.get("If-None-Match") == '"1"' else 200
        self.send_response(status)
        self.send_header("Cache-Control", "public, max-age=0, s-maxage=1" if is_public else "private, no-store")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("ETag", '"1"')
        if status == 200:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if status == 200 else b"")

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    """Run nginx with our file, changed only in names and ports; yields what requests it, and its address."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not installed (Debian: nginx)")
    folder = tmp_path_factory.mktemp("nginx")
    file = certificate(folder)
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}).start()
    port = free_port()
    with running(nginx_command(folder, port, site.server_port, file), port):
        yield partial(requests.get, verify=str(file)), f"https://localhost:{port}"
    site.shutdown()
    site.server_close()


def get(nginx, path, **headers):
    """Return body and X-Cache of the response, and how many requests reached the site."""
    request, address = nginx
    before = len(Site.seen)
    response = request(address + path, headers={"Host": "www.ioipm.com", "Accept-Encoding": "", **headers}, timeout=10)
    return response.text, response.headers["X-Cache"], len(Site.seen) - before


def test_public_page_is_kept_for_a_second_and_then_validated(nginx):
    assert get(nginx, "/public/a/") == ("plain", "MISS", 1)
    assert get(nginx, "/public/a/") == ("plain", "HIT", 0)
    time.sleep(2)
    assert get(nginx, "/public/a/") == ("plain", "REVALIDATED", 1)
    assert Site.seen[-1][1]["If-None-Match"] == '"1"'


def test_each_encoding_is_kept_apart(nginx):
    for accepted, encoding in (("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("identity", "plain")):
        assert [get(nginx, "/public/b/", **{"Accept-Encoding": accepted})[0] for _round in range(2)] == [encoding] * 2


def test_personal_responses_are_never_kept_or_answered_with_a_kept_page(nginx):
    assert get(nginx, "/personal/")[2] == get(nginx, "/personal/")[2] == 1
    get(nginx, "/public/c/")
    assert get(nginx, "/public/c/", Cookie="sessionid=x")[1:] == ("BYPASS", 1)
    assert get(nginx, "/public/c/", Cookie="_ga=1")[1] == "HIT"


def test_site_learns_scheme_and_address_of_the_visitor(nginx):
    get(nginx, "/public/d/", **{"X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.9"})
    headers = Site.seen[-1][1]
    assert (headers["X-Forwarded-Proto"], headers["Host"]) == ("https", "www.ioipm.com")
    assert headers["X-Forwarded-For"] == "203.0.113.9, 127.0.0.1"


def test_systemd_accepts_the_units(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    units = sorted((DEPLOY / "systemd").iterdir())
    for unit in units:
        text = unit.read_text().replace("/srv/ioipm/.venv/bin/gunicorn", "/bin/true")
        text = text.replace("/srv/ioipm/.venv/bin/python", "/bin/true")
        (tmp_path / unit.name).write_text(text.replace("User=ioipm", f"User={Path.home().owner()}"))
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / unit.name) for unit in units)]
    result = subprocess.run(command, capture_output=True, text=True)
    ours = [line for line in result.stderr.splitlines() if "ioipm" in line]
    assert ours == []
