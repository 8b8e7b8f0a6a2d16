"""Fixtures for the tests of the project."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import BaseCache, caches

from ioipm import cache as backend
from ioipm.settings.environment import cache_settings


@pytest.fixture
def redis_at(settings, monkeypatch) -> Iterator[Callable[[int], BaseCache]]:
    """Return a function that makes the Redis at a port the site's cache, with the settings of production."""
    monkeypatch.setattr(backend, "_breakers", {})  # an earlier test may have used the same port

    def use(port: int) -> BaseCache:
        settings.CACHES = {"default": cache_settings(f"redis://127.0.0.1:{port}/0")}
        return caches["default"]

    yield use
    caches.close_all()
