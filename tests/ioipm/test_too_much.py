"""A visitor who sends too much to the production server gets a readable response with status 413."""

import socket
from urllib.parse import urlencode

import pytest

from tests.contact_form import ANSWERS, CONTACT
from tests.html import soup, words
from tests.services import site_server

MEGABYTE = 1024 * 1024
SECONDS = 20


@pytest.fixture(scope="module")
def port(own_database):
    """Run the site with the production server; yield its port."""
    folder, database = own_database
    with site_server(folder, **database) as port:
        yield port


def send_headers(connection, port, header):
    """Send the headers of a request with a large body."""
    lines = ["POST /contact-us/ HTTP/1.1", f"Host: localhost:{port}", "Sec-Fetch-Site: same-origin", header, "", ""]
    connection.sendall("\r\n".join(lines).encode())


def read_response(connection):
    """Return the response up to its end."""
    response = b""
    while b"</html>" not in response:
        part = connection.recv(65536)
        assert part, response
        response += part
    return response


TOO_MUCH = f"Content-Length: {500 * MEGABYTE}"


def test_too_much_is_refused_before_it_is_sent(port):
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        send_headers(connection, port, TOO_MUCH)
        response = read_response(connection)
    assert response.startswith(b"HTTP/1.1 413 ")
    assert b"Too much to send" in response
    assert b"479-967-7770" in response


def test_connection_stays_open_while_the_visitor_is_sending(port):
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        send_headers(connection, port, TOO_MUCH)
        assert read_response(connection).startswith(b"HTTP/1.1 413 ")
        for _piece in range(40):
            connection.sendall(bytes(MEGABYTE))


@pytest.mark.slow
def test_connection_can_be_used_again_after_a_whole_request(port):
    chunk = b"100000\r\n" + bytes(MEGABYTE) + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        for _time in range(2):
            send_headers(connection, port, "Transfer-Encoding: chunked")
            for _piece in range(4):
                connection.sendall(chunk)
            connection.sendall(b"0\r\n\r\n")
            assert read_response(connection).startswith(b"HTTP/1.1 413 ")  # more text than Django reads


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_too_long_text_is_refused_with_the_phone_number(client, kind):
    answers = ANSWERS | {"message": "x" * 3 * MEGABYTE}
    body = {"data": answers} if kind.startswith("multipart") else {"data": urlencode(answers), "content_type": kind}
    response = client.post(CONTACT, HTTP_SEC_FETCH_SITE="same-origin", **body)
    page = soup(response)
    assert response.status_code == 413
    assert words(page.h1) == "Too much to send"
    assert "479-967-7770" in words(page.main)
    assert response["Cache-Control"] == "private, no-store"


def test_malformed_request_gets_a_short_response(client):
    response = client.get("/", HTTP_HOST="bad host")
    assert response.status_code == 400
    assert len(response.content) < 300
