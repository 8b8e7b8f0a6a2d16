"""Slow clients of the production server make no other reader wait, and the server stops and logs as it should."""

import os
import signal
import socket
import time

import pytest

from tests.bench.slow_clients import SlowClients, read_page
from tests.contact_form import CONTACT
from tests.services import site_server


@pytest.fixture
def port(own_database, tmp_path):
    """Run the site; yield its port."""
    folder, database = own_database
    options = ["--access-logfile", str(tmp_path / "log"), "--pid", str(tmp_path / "pid")]
    with site_server(folder, *options, **database) as port:
        assert read_page(port, timeout=60) is not None  # its process has started
        yield port


@pytest.mark.slow
def test_reader_is_served_beside_400_slow_clients(port):
    """`make slow-clients` checks that nobody waits for more than a second."""
    slow = [SlowClients(port, kind, 200) for kind in ("uploads", "heads")]
    for clients in slow:
        clients.start()
    try:
        times = [read_page(port) for _time in range(5)]
    finally:
        for clients in slow:
            clients.stop()
    assert None not in times


@pytest.mark.slow
def test_stopping_server_finishes_a_request_and_logs_no_secret(port, tmp_path):
    body = b"message=secret-text"
    head = f"POST {CONTACT}?token=secret HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(head.encode() + body[:5])
        time.sleep(0.5)
        os.kill(int((tmp_path / "pid").read_text()), signal.SIGTERM)
        time.sleep(1.5)
        connection.sendall(body[5:])
        response = connection.recv(65536)
    assert response.startswith(b"HTTP/1.1 422 ")
    assert b"Connection: close" in response
    time.sleep(0.2)
    log = (tmp_path / "log").read_text()
    assert f"gunicorn.access POST {CONTACT} 422 " in log
    assert "secret" not in log
    assert "127.0.0.1" not in log
