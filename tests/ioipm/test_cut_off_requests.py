"""A form that did not arrive completely is not saved, whatever worker class serves the site and wherever it was cut.

The sender gets a page with the text that arrived. The other tests of this file use Django's test client.
"""

import socket
import sqlite3
from contextlib import closing

import psycopg
import pytest
from bs4 import BeautifulSoup

from forms.models import Message
from tests.contact_form import CONTACT
from tests.files import pdf
from tests.services import site_server

pytestmark = pytest.mark.slow

TEXT = "My back hurts since Tuesday, señora."
LINES = [
    "--edge",
    'Content-Disposition: form-data; name="name"',
    "",
    "Test Patient",
    "--edge",
    'Content-Disposition: form-data; name="email"',
    "",
    "test.patient@example.com",
    "--edge",
    'Content-Disposition: form-data; name="message"',
    "",
    TEXT,
    "--edge",
    'Content-Disposition: form-data; name="files"; filename="referral.pdf"',
    "Content-Type: application/pdf",
    "",
    "",
]
END = b"\r\n--edge--\r\n"
BODY = "\r\n".join(LINES).encode() + pdf() + END
POSITIONS = {
    "nothing": 0,
    "first boundary": 4,
    "name of a field": BODY.index(b'name"') + 2,
    "first answer": BODY.index(b"Patient"),
    "after an answer": BODY.index(b"\r\n--edge", BODY.index(b"test.patient")),
    "text": BODY.index(b"Tuesday"),
    "middle of a letter": BODY.index("ñ".encode()) + 1,
    "name of the file": BODY.index(b"referral") + 3,
    "start of the file": BODY.index(b"%PDF"),
    "middle of the file": len(BODY) - len(pdf()) // 2,
    "before the last boundary": len(BODY) - len(END),
    "in the last boundary": len(BODY) - 4,
}
# Whether the body is chunked, and whether its announced end is missing or comes too early.
WAYS = [(is_chunked, is_announced) for is_chunked in (False, True) for is_announced in (False, True)]


@pytest.fixture(scope="module", params=["ioipm.buffering_worker.BufferingWorker", "gthread"])
def server(request, own_database):
    """Run the site with a worker class; yield the class and the port."""
    folder, database = own_database
    with site_server(folder, "--worker-class", request.param, **database) as port:
        yield request.param, port


@pytest.fixture
def saved(own_database):
    """Return a function that returns the numbers of messages and files that the server has saved."""
    folder, database = own_database

    def count():
        url = database.get("DATABASE_URL")
        with closing(psycopg.connect(url) if url else sqlite3.connect(folder / "var/db.sqlite3")) as connection:
            tables = ("site_forms_message", "site_forms_attachment")
            return [connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608

    return count


def send_part(port, length, is_chunked, is_announced):
    """Send the first bytes of the form, then nothing more; return the response, or b"" if there is none."""
    part = BODY[:length]
    if is_chunked:
        header, body = "Transfer-Encoding: chunked", b"%x\r\n%s\r\n" % (len(part), part) if part else b""
        body += b"0\r\n\r\n" if is_announced else b""
    else:
        header, body = f"Content-Length: {len(part if is_announced else BODY)}", part
    head = [f"POST {CONTACT} HTTP/1.1", f"Host: localhost:{port}", "Sec-Fetch-Site: same-origin", "Connection: close"]
    head += ["Content-Type: multipart/form-data; boundary=edge", header, "", ""]
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall("\r\n".join(head).encode() + body)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def typed_text(response):
    """Return the texts that the response gives back."""
    return [box.get_text().strip() for box in BeautifulSoup(response, "html.parser").select(".typed-text textarea")]


@pytest.mark.parametrize(("is_chunked", "is_announced"), WAYS)
def test_part_of_a_form_is_not_saved(server, saved, is_chunked, is_announced):
    worker_class, port = server
    before = saved()
    for name, length in POSITIONS.items():
        response = send_part(port, length, is_chunked, is_announced)
        assert response.startswith(b"HTTP/1.1 400 "), (name, response[:200])
        texts = typed_text(response)
        if is_chunked and not is_announced and worker_class == "gthread":
            continue  # it discards what it has read
        if length > BODY.index(TEXT.encode()) + len(TEXT.encode()):
            assert texts == ["Test Patient", "test.patient@example.com", TEXT], name
        elif length >= BODY.index(b"Tuesday"):
            assert texts[2].startswith("My back hurts since"), name
        assert saved() == before, name


@pytest.mark.parametrize("is_chunked", [False, True])
def test_whole_form_is_saved(server, saved, is_chunked):
    response = send_part(server[1], len(BODY), is_chunked, True)
    assert response.startswith(b"HTTP/1.1 303 ")
    assert saved()[0] == 1  # the same form sent again is the same message


def post(client, body, **more):
    """Send a body with the test client; return the response."""
    more = {"content_type": "multipart/form-data; boundary=edge", "HTTP_SEC_FETCH_SITE": "same-origin", **more}
    return client.generic("POST", more.pop("address", CONTACT), body, **more)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "charset", ["utf-7", "hex", "base64", "zlib", "rot13", "idna", "unicode_escape", "utf-16", "x"]
)
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=edge", "application/x-www-form-urlencoded"])
def test_encoding_that_no_browser_uses(client, charset, kind):
    body = BODY if kind.startswith("multipart") else "name=Test+Patient&message=My+back+hurts"
    response = post(client, body, content_type=f"{kind}; charset={charset}")
    if charset == "x":  # Django ignores a name that Python does not know
        assert response.status_code in (303, 422)
        return
    assert response.status_code == 400
    assert "Test Patient" in typed_text(response.content)
    assert Message.objects.count() == 0
    assert client.get("/search/?q=back", CONTENT_TYPE=f"text/html; charset={charset}").status_code == 200


@pytest.mark.django_db
def test_file_with_a_very_long_name_is_accepted(client):
    response = post(client, BODY.replace(b"referral", "痛".encode() * 700))
    assert response.status_code == 303
    assert len(Message.objects.get().attachments.get().name) == 100


def with_fields(count):
    """Return the form with so many more fields before its end."""
    field = b'\r\n--edge\r\nContent-Disposition: form-data; name="x"\r\n\r\n'
    return BODY.removesuffix(END) + field * count + END


@pytest.mark.django_db
def test_more_fields_than_djangos_limit_are_accepted(client):
    assert post(client, with_fields(1_001)).status_code == 303


@pytest.mark.django_db
def test_too_many_fields(client):
    response = post(client, with_fields(10_001))
    assert response.status_code == 400
    assert "more fields" in response.content.decode()
    assert TEXT in typed_text(response.content)


@pytest.mark.django_db
def test_many_fields_of_an_encoded_form(client):
    body = "name=Test+Patient&message=My+back+hurts&" + "&".join(f"x{number}=" for number in range(10_001))
    response = post(client, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert typed_text(response.content) == ["Test Patient", "My back hurts"]


@pytest.mark.django_db
def test_text_of_a_form_of_another_site_is_not_shown(client):
    response = post(client, BODY[:-4], HTTP_SEC_FETCH_SITE="cross-site")
    assert response.status_code == 400
    assert typed_text(response.content) == []


@pytest.mark.django_db
def test_password_is_not_shown(client):
    body = "message=Hello&password=secret&x=1"
    response = post(client, body, content_type="application/x-www-form-urlencoded; charset=hex")
    assert typed_text(response.content) == ["Hello", "1"]


@pytest.mark.django_db
def test_page_is_in_spanish_below_es_and_is_never_stored(client):
    response = post(client, BODY[:-4], address="/es/contact-us/")
    assert BeautifulSoup(response.content, "html.parser").html["lang"] == "es"
    assert response["Cache-Control"] == "private, no-store"
