"""Fixtures for the tests of the project."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.core.cache import BaseCache, caches
from django.db import connection
from django.test import Client
from psycopg.sql import SQL, Identifier

from ioipm import cache as backend
from ioipm.page_cache.store import store
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


@pytest.fixture
def reader(settings) -> Client:
    """Turn the page cache on, empty, and return a test client of a reader without a session."""
    settings.PAGE_CACHE = True
    settings.ALLOWED_HOSTS = ["www.ioipm.example"]
    store.clear()
    return Client(headers={"host": "www.ioipm.example"})


@pytest.fixture(scope="module")
def new_database(django_db_setup):
    """Return a function that creates an empty PostgreSQL database and returns its URL, or "" on SQLite."""
    made = []
    server = connection.settings_dict

    def statement(words, name):
        own = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
        with psycopg.connect(**{k: v for k, v in own.items() if v}, dbname="postgres", autocommit=True) as admin:
            admin.execute(SQL(words).format(Identifier(name)))

    def make():
        if connection.vendor == "sqlite":
            return ""
        name = f"{server['NAME']}_backup_{len(made)}"
        statement("DROP DATABASE IF EXISTS {}", name)
        statement("CREATE DATABASE {}", name)
        made.append(name)
        secret = f":{server['PASSWORD']}" if server["PASSWORD"] else ""
        return f"postgres://{server['USER']}{secret}@{server['HOST']}:{server['PORT'] or 5432}/{name}"

    yield make
    for name in made:
        statement("DROP DATABASE {} WITH (FORCE)", name)
