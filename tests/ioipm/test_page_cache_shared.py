"""Processes share their pages through Redis; without Redis each renders its own."""

import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from ioipm.page_cache import middleware, shared
from ioipm.page_cache.store import PageStore
from tests.services import free_port, redis_command, running

pytestmark = pytest.mark.sql

HEADERS = {"host": "www.ioipm.example"}


@pytest.fixture
def redis(reader, redis_at, settings, monkeypatch):
    """Return a context manager that runs a Redis, which is the site's cache."""
    port = free_port()
    command = redis_command(port)
    if not command:
        pytest.skip("Redis is not installed (Debian: redis-server)")
    cache = redis_at(port)
    monkeypatch.setattr(shared, "cache", cache)
    settings.PAGE_CACHE_IS_SHARED = True

    @contextmanager
    def run():
        with running(command, port):
            yield cache

    return run


class Process:
    """What one process of the site does: its own memory, and a count of what it renders."""

    def __init__(self, seconds=0.0):
        self.store, self.rendered, self._seconds = PageStore(), 0, seconds

    def get(self, monkeypatch, path="/"):
        monkeypatch.setattr(middleware, "store", self.store)
        return middleware.PageCacheMiddleware(self._render)(RequestFactory().get(path, headers=HEADERS))

    def _render(self, request):
        self.rendered += 1
        time.sleep(self._seconds)
        status = 404 if "missing" in request.path else 200
        return HttpResponse(b"page " * 200, status=status, headers={"Cache-Control": "public, max-age=0, s-maxage=1"})


def test_second_process_uses_the_page_of_the_first(redis, monkeypatch):
    first, second = Process(), Process()
    with redis():
        assert first.get(monkeypatch).content == second.get(monkeypatch).content
    assert (first.rendered, second.rendered) == (1, 0)


def test_one_process_renders_while_the_other_waits(redis, monkeypatch):
    process = Process(seconds=0.2)
    with redis():
        threads = [threading.Thread(target=process.get, args=(monkeypatch,)) for _thread in range(2)]
        other = PageStore()
        threads[0].start()
        time.sleep(0.05)
        process.store = other  # the second thread has a memory of its own, as another process
        threads[1].start()
        for thread in threads:
            thread.join()
    assert process.rendered == 1


@pytest.fixture
def looks(monkeypatch):
    """The times that a process that waits for another one has looked for its page."""
    made = []
    monkeypatch.setattr(shared, "time", SimpleNamespace(sleep=made.append, monotonic=time.monotonic))
    return made


def test_nobody_waits_for_a_page_that_is_not_stored(redis, monkeypatch, looks):
    first, second = Process(), Process()
    with redis():
        assert {one.get(monkeypatch, "/missing/").status_code for one in (first, second)} == {404}
    assert looks == []
    assert (first.rendered, second.rendered) == (1, 1)


def test_pages_are_rendered_while_redis_is_stopped(redis, monkeypatch, looks):
    process = Process()
    with redis():
        process.get(monkeypatch)
    assert process.get(monkeypatch).status_code == 200  # from its own memory
    assert process.get(monkeypatch, "/other/").status_code == 200
    assert looks == []
    assert process.rendered == 2
