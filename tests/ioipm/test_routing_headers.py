"""No header that a client sends changes which page the production server returns."""

import http.client
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ioipm.settings.environment import BASE_DIR
from tests.ioipm.test_settings import GOOD
from tests.services import environment, free_port, running

PAGE, OTHER = "/conditions-we-treat/neck-pain/", "/contact-us/"
HEADERS = [
    ("SCRIPT_NAME", "/conditions-we-treat"),
    ("SCRIPT_NAME", "/elsewhere"),
    ("SCRIPT-NAME", "/conditions-we-treat"),
    ("PATH_INFO", OTHER),
    ("Path-Info", OTHER),
    ("REQUEST_URI", OTHER),
    ("SCRIPT_URL", OTHER),
    ("REDIRECT_URL", OTHER),
    ("REMOTE_USER", "admin"),
    ("X-Original-URL", OTHER),
    ("X-Original-URI", OTHER),
    ("X-Rewrite-URL", OTHER),
    ("X-Forwarded-Path", OTHER),
    ("X-Forwarded-Prefix", "/elsewhere"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Server", "evil.example"),
    ("X-Forwarded-Port", "8443"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Proto", "gopher"),
    ("X-Forwarded-Protocol", "ssl"),
    ("X-Forwarded-SSL", "on"),
    ("X-Forwarded-For", "203.0.113.7"),
    ("X-Scheme", "https"),
    ("Forwarded", "for=203.0.113.7;host=evil.example;proto=https"),
    ("X-Host", "evil.example"),
    ("X-HTTP-Host-Override", "evil.example"),
    ("X-HTTP-Method", "DELETE"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("X-Method-Override", "POST"),
    ("Front-End-Https", "on"),
    ("Accept-Language", "es"),
    ("Upgrade", "h2c"),
]


@contextmanager
def production_server(folder: Path, host: str, **variables: str) -> Iterator[Callable]:
    """Run gunicorn; yield a function that requests an address with headers and returns status, location and body."""
    port = free_port()
    options = ["--config", "ioipm/gunicorn_conf.py", "--no-control-socket", "--workers", "1"]
    command = [sys.executable, "-m", "gunicorn", *options, "--bind", f"127.0.0.1:{port}", "ioipm.wsgi"]

    def request(address: str, *headers: tuple[str, str]) -> tuple[int, str | None, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", address, headers={"Host": host, **dict(headers)})
        with connection.getresponse() as response:
            return response.status, response.getheader("Location"), response.read()

    with running(command, port, cwd=BASE_DIR, env=environment(folder, **variables)):
        yield request


@pytest.fixture(scope="module")
def get(own_database):
    """Request an address from the server, with the pages of the seeded site."""
    folder, database = own_database
    with production_server(folder, "localhost", DJANGO_SETTINGS_MODULE="ioipm.settings.dev", **database) as request:
        yield request


@pytest.mark.parametrize(("name", "value"), HEADERS)
@pytest.mark.parametrize("address", [PAGE, "/nothing-here/"])
def test_header_changes_neither_status_nor_content(get, address, name, value):
    assert get(address, (name, value)) == get(address)


@pytest.mark.slow
def test_several_scheme_headers_are_no_error(get):
    contradiction = [("X-Forwarded-Proto", "https"), ("X-Forwarded-SSL", "off")]
    assert get(PAGE, *contradiction) == get(PAGE)


@pytest.mark.slow
def test_without_a_proxy_no_header_makes_a_request_secure(tmp_path):
    secure = f"https://www.ioipm.com{PAGE}"
    with production_server(tmp_path, "www.ioipm.com", **GOOD) as get:
        for name, value in [("X-Nothing", ""), *HEADERS]:
            assert get(PAGE, (name, value))[:2] == (301, secure)
