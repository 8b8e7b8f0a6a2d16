"""The production server keeps a connection open for the next request, also after a response without a body."""

import http.client
import sys

import pytest

from ioipm.settings.environment import BASE_DIR
from tests.services import environment, free_port, running

RESPONSES = {
    "/page": ("200 OK", [("Content-Length", "4")], [b"page"]),
    "/known": ("304 Not Modified", [("ETag", '"1"')], []),
    "/empty": ("204 No Content", [], []),
}


def site(environ, start_response):
    """A WSGI application with one response for each path of `RESPONSES`."""
    status, headers, body = RESPONSES[environ["PATH_INFO"]]
    start_response(status, headers)
    return body


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """Run the production server with the application above; yield its port."""
    port = free_port()
    own = ["--config", "ioipm/gunicorn_conf.py", "--no-control-socket", "--workers", "1", "--bind", f"127.0.0.1:{port}"]
    command = [sys.executable, "-m", "gunicorn", *own, f"{__name__}:site"]
    with running(command, port, cwd=BASE_DIR, env=environment(tmp_path_factory.mktemp("site"))):
        yield port


@pytest.fixture
def connection(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.auto_open = False  # a closed connection is an error
    connection.connect()
    yield connection
    connection.close()


def get(connection, path, **headers):
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    return response.status, response.getheader("Connection")


@pytest.mark.parametrize("path", RESPONSES)
def test_connection_stays_open_after_each_response(connection, path):
    status = int(RESPONSES[path][0][:3])
    assert [get(connection, path) for _time in range(3)] == [(status, None)] * 3


@pytest.mark.parametrize("path", RESPONSES)
def test_connection_is_closed_if_the_client_asks_for_it(connection, path):
    assert get(connection, path, Connection="close")[1] == "close"
    assert connection.sock is None
