"""/healthz reports whether database and cache work, with a real Redis that is stopped."""

import pytest

from tests.services import free_port, manage, redis_command, running

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def redis_cache(redis_at):
    """The site's cache is a Redis of this test; yield its process."""
    port = free_port()
    command = redis_command(port)
    if not command:
        pytest.skip("Redis is not installed (Debian: redis-server)")
    with running(command, port) as process:
        redis_at(port)
        yield process


def test_health_check_reports_database_and_cache(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "cache": "ok"})
    assert response["Cache-Control"] == "no-store"


def test_stopped_cache_is_reported(client, redis_cache):
    assert client.get("/healthz").json()["cache"] == "ok"
    redis_cache.terminate()
    redis_cache.wait(10)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": "ok", "cache": "unavailable"})


def test_pages_are_the_same_with_redis(client, redis_cache):
    first = client.get("/conditions-we-treat/mid-back-pain/").content
    assert client.get("/conditions-we-treat/mid-back-pain/").content == first


@pytest.mark.slow
def test_stopped_database_is_reported(tmp_path):
    stopped = f"postgres://user:password@127.0.0.1:{free_port()}/none"
    code = "from django.test import Client; r = Client().get('/healthz'); print(r.status_code, r.json())"
    settings = {"DJANGO_SETTINGS_MODULE": "ioipm.settings.dev", "DATABASE_URL": stopped}
    result = manage("shell", "-v", "0", "-c", code, tmp_path=tmp_path, **settings)
    assert result.stdout.strip() == "503 {'database': 'unavailable', 'cache': 'ok'}", result.stderr
    assert "password" not in result.stderr
