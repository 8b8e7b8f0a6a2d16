"""The page cache: what it stores, what it answers from memory, and what can never change a stored page."""

import gzip

import brotli
import pytest
from django.db import OperationalError

from ioipm.page_cache.wsgi import serve_stored_pages
from pages import site_version

pytestmark = pytest.mark.django_db

HOST = "www.ioipm.example"
PAGE = "/conditions-we-treat/mid-back-pain/"


def through_wsgi(path, **environ):
    """Return status, headers and body of a response from memory; None if the request reaches Django."""
    found = {}

    def start_response(status, headers):
        found.update(status=status, headers=dict(headers))

    base = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": HOST, "wsgi.url_scheme": "http"}
    body = serve_stored_pages(lambda *_arguments: None)({**base, **environ}, start_response)
    return (found["status"], found["headers"], b"".join(body)) if body is not None else None


def test_second_reader_gets_the_same_page_without_a_query(reader, django_assert_num_queries):
    first = reader.get(PAGE)
    with django_assert_num_queries(0):
        second = reader.get(PAGE)
    assert second.content == first.content
    assert {**second.headers} == {**first.headers}
    status, headers, body = through_wsgi(PAGE)
    assert (status, headers, body) == ("200 OK", {**first.headers}, first.content)


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, br;q=0.5", "gzip", gzip.decompress),
        ("gzip;q=0, br;q=0", None, bytes),
        ("", None, bytes),
        ("*", "br", brotli.decompress),
    ],
)
def test_page_is_compressed_as_the_client_accepts(reader, accepted, encoding, decode):
    plain = reader.get(PAGE)
    for response in (reader.get(PAGE, headers={"accept-encoding": accepted}) for _ in range(2)):
        assert response.get("Content-Encoding") == encoding
        assert decode(response.content) == plain.content
        assert response["Vary"] == "Accept-Encoding"
        assert int(response["Content-Length"]) == len(response.content)
        assert (response["ETag"] == plain["ETag"]) == (encoding is None)
        assert not response["ETag"].startswith("W/")


@pytest.mark.slow
def test_uncached_public_pages_are_compressed_but_the_admin_is_not(reader, editor_client, settings):
    settings.PAGE_CACHE, settings.ALLOWED_HOSTS = False, ["*"]
    accepted = {"accept-encoding": "gzip"}
    assert reader.get(PAGE, headers=accepted)["Content-Encoding"] == "gzip"
    missing = reader.get("/nothing-here/", headers=accepted)
    assert (missing.status_code, missing["Content-Encoding"]) == (404, "gzip")
    for address in ("/admin/", PAGE):
        assert "Content-Encoding" not in editor_client.get(address, headers=accepted)


def test_client_with_the_page_gets_304_and_head_has_no_body(reader, clock):
    reader.get(PAGE)
    clock.move(seconds=2)
    for accepted in ("br", "gzip", ""):
        page = reader.get(PAGE, headers={"accept-encoding": accepted})
        same = {"accept-encoding": accepted, "if-none-match": f'"other", {page["ETag"]}'}
        assert reader.get(PAGE, headers=same).status_code == 304
        assert reader.get(PAGE, headers={"if-modified-since": page["Last-Modified"]}).status_code == 304
        head = reader.head(PAGE, headers={"accept-encoding": accepted})
        assert (head.content, head["Content-Length"], head["ETag"]) == (b"", page["Content-Length"], page["ETag"])
    assert through_wsgi(PAGE, HTTP_IF_NONE_MATCH=page["ETag"])[0] == "304 Not Modified"
    assert reader.get(PAGE, headers={"if-none-match": '"other"'}).status_code == 200


def test_new_page_has_no_date_because_its_successor_could_have_the_same(reader, clock):
    assert "Last-Modified" not in reader.get(PAGE)
    assert "Last-Modified" not in reader.get(PAGE)
    clock.move(seconds=2)
    assert "Last-Modified" in reader.get(PAGE)


def test_page_is_rendered_again_after_a_minute_and_keeps_its_date_if_it_is_the_same(reader, clock):
    first = reader.get(PAGE)
    clock.move(seconds=2)
    date = reader.get(PAGE)["Last-Modified"]
    clock.move(seconds=61)
    assert through_wsgi(PAGE) is None
    again = reader.get(PAGE)
    assert (again["ETag"], again["Last-Modified"]) == (first["ETag"], date)


def test_personal_and_missing_pages_and_forms_are_not_stored(reader, editor_client):
    form = "/contact-us/"
    reader.get(form)
    assert through_wsgi(form)
    assert through_wsgi(form, QUERY_STRING="sent=2345-6789") is None
    assert through_wsgi(form, REQUEST_METHOD="POST") is None
    assert through_wsgi(form, HTTP_COOKIE="sessionid=x") is None
    assert through_wsgi(form, HTTP_COOKIE="_tracking=x")
    for address in ("/nothing-here/", "/admin/login/", "/healthz", "/conditions-we-treat"):
        reader.get(address)
        assert through_wsgi(address) is None


def fail(*arguments):
    raise OperationalError("away")


def test_stored_page_is_sent_while_the_database_is_away(reader, clock, monkeypatch):
    before = reader.get(PAGE)
    monkeypatch.setattr(site_version, "_read_number", fail)
    monkeypatch.setattr(site_version, "SECONDS_UNTIL_READ", -1.0)
    site_version._known.expire()
    for seconds in (0, 61, 3000):
        clock.move(seconds=seconds)
        assert through_wsgi(PAGE)[2] == before.content
    clock.move(hours=1)
    assert through_wsgi(PAGE) is None


def test_stored_page_is_sent_if_it_cannot_be_rendered_again(reader, clock, monkeypatch):
    before = reader.get(PAGE)
    monkeypatch.setattr("pages.views.find_route", fail)
    clock.move(seconds=61)
    assert through_wsgi(PAGE) is None
    reader.raise_request_exception = False
    assert reader.get(PAGE).content == before.content
    assert through_wsgi(PAGE)[2] == before.content
    assert reader.get("/conditions-we-treat/sciatica/").status_code == 503
    clock.move(hours=1)
    assert reader.get(PAGE).status_code == 503
