"""The site works without its cache: Redis is stopped, or accepts connections and never answers."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from redis.connection import Connection

from forms.models import Message
from ioipm import cache as backend
from tests.contact_form import reference_in, send
from tests.newsletter import sign_up
from tests.services import free_port, redis_command, running, unresponsive_server

pytestmark = pytest.mark.sql


@contextmanager
def redis_server(port: int) -> Iterator:
    """Run a Redis that stores nothing on disk; skip the test if Redis is not installed."""
    command = redis_command(port)
    if not command:
        pytest.skip("Redis is not installed (Debian: redis-server)")
    with running(command, port) as process:
        yield process


@pytest.fixture
def connections(monkeypatch):
    """The connections to Redis that are tried. Each may cost one time limit; the pause after a failure never ends."""
    monkeypatch.setattr(backend, "PAUSE", 3600)
    tried = []
    connect = Connection._connect
    monkeypatch.setattr(Connection, "_connect", lambda self: (tried.append(self), connect(self))[1])
    return tried


@pytest.fixture(params=["stopped", "unresponsive"])
def unavailable_redis(request, db, redis_at, connections):
    """Redis is the site's cache and does not answer. Whatever a test does, only one connection may be tried."""
    if request.param == "unresponsive":
        with unresponsive_server() as port:
            yield redis_at(port)
    else:
        port = free_port()
        with redis_server(port):
            cache = redis_at(port)
            Client().get("/")  # Wagtail caches the root paths of the site
            assert cache.get("wagtail_site_root_paths", version=2)
        connections.clear()
        yield cache
    assert len(connections) <= 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/conditions-we-treat/mid-back-pain/",
        "/search/?q=back+pane",
        "/contact-us/",
        "/es/nothing/",
        "/sitemap.xml",
    ],
)
def test_page_is_served_without_the_cache(client, unavailable_redis, address):
    response = client.get(address)
    assert response.status_code == (404 if address == "/es/nothing/" else 200)


@pytest.mark.django_db
def test_message_is_accepted_without_the_cache(client, unavailable_redis):
    response = send(client)
    assert Message.objects.get().reference == reference_in(response)
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.django_db
def test_newsletter_sign_up_is_accepted_without_the_cache(client, unavailable_redis):
    assert sign_up(client).status_code == 303


@pytest.mark.django_db
@pytest.mark.slow
def test_staff_sign_in_and_work_without_the_cache(client, editor, mid_back_pain, unavailable_redis):
    assert client.get("/admin/login/").status_code == 200
    values = {"username": "editor", "password": "a long password"}
    assert client.post("/admin/login/", values).status_code == 302
    for address in ("/admin/", "/admin/messages/", f"/admin/pages/{mid_back_pain.pk}/edit/", "/admin/account/"):
        assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_one_request_waits_for_one_timeout_at_most(client, redis_at, connections):
    with unresponsive_server() as port:
        redis_at(port)
        client.get("/search/?q=back+pane")
    assert len(connections) == 1


@pytest.mark.django_db
def test_health_check_reports_the_cache_as_unavailable(client, unavailable_redis):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": "ok", "cache": "unavailable"})


def test_outage_is_logged_once(unavailable_redis, caplog):
    for _call in range(5):
        unavailable_redis.get("key")
    assert [record.getMessage() for record in caplog.records] == [
        "Redis is unavailable: the site runs without its cache"
    ]


def test_every_call_returns_what_an_empty_cache_returns(unavailable_redis):
    cache = unavailable_redis
    assert cache.get("key", "default") == "default"
    assert cache.get_many(["key"]) == {}
    assert cache.get_or_set("key", lambda: "computed") == "computed"
    assert [cache.has_key("key"), cache.add("key", 1), cache.touch("key"), cache.delete("key")] == [False] * 4
    assert cache.set("key", 1) is None
    assert cache.set_many({"key": 1}) == []
    assert cache.delete_many(["key"]) is None
    assert cache.clear() is False
    with pytest.raises(ValueError, match="not found"):
        cache.incr("key")


def test_cache_works_again_after_the_outage_without_values_that_became_stale(redis_at, monkeypatch, caplog):
    monkeypatch.setattr(backend, "PAUSE", 0.2)
    port = free_port()
    cache = redis_at(port)
    cache.set("changed", "old")
    cache.delete("deleted")
    with redis_server(port):
        time.sleep(backend.PAUSE)
        # Another process whose connection did not fail has written both in the meantime.
        other = backend.RedisCacheClient([f"redis://127.0.0.1:{port}/0"])
        for name in ("changed", "deleted", "kept"):
            other.set(cache.make_key(name), "stale", None)
        assert cache.get_many(["changed", "deleted", "kept"]) == {"kept": "stale"}
        cache.set("changed", "new")
        assert cache.get("changed") == "new"
    assert [record.getMessage() for record in caplog.records] == [
        "Redis is unavailable: the site runs without its cache",
        "Redis is available again",
    ]


def test_redis_is_not_called_during_the_pause(redis_at, connections):
    with unresponsive_server() as port:
        cache = redis_at(port)
        for _call in range(100):
            cache.get("key")
    assert len(connections) == 1
