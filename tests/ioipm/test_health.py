"""/healthz tells whether database and cache work, with a real Redis that goes away."""

import pytest
from django.core.cache import caches

from tests.services import free_port, manage, redis_command, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def redis_cache(settings):
    """A cache in a Redis of the test's own; yields what stops that Redis."""
    port = free_port()
    command = redis_command(port)
    if not command:
        pytest.skip("Redis is not installed (Debian: redis-server)")
    backend = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": f"redis://127.0.0.1:{port}/0"}
    with running(command, port) as process:
        settings.CACHES = {"default": backend}
        yield process
    caches.close_all()


def test_all_is_well(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "cache": "ok"})
    assert response["Cache-Control"] == "no-store"


def test_cache_is_asked_and_missed(client, redis_cache):
    assert client.get("/healthz").json()["cache"] == "ok"
    redis_cache.terminate()
    redis_cache.wait(10)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": "ok", "cache": "unavailable"})


def test_pages_are_the_same_with_redis(client, redis_cache):
    first = client.get("/conditions-we-treat/mid-back-pain/").content
    assert client.get("/conditions-we-treat/mid-back-pain/").content == first


def test_database_is_asked_and_missed(tmp_path):
    nobody_listens = f"postgres://user:password@127.0.0.1:{free_port()}/none"
    code = "from django.test import Client; r = Client().get('/healthz'); print(r.status_code, r.json())"
    settings = {"DJANGO_SETTINGS_MODULE": "ioipm.settings.dev", "DATABASE_URL": nobody_listens}
    result = manage("shell", "-v", "0", "-c", code, tmp_path=tmp_path, **settings)
    assert result.stdout.strip() == "503 {'database': 'unavailable', 'cache': 'ok'}", result.stderr
    assert "password" not in result.stderr
