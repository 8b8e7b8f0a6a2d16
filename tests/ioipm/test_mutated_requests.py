"""Requests that no browser sends, the same in each run: none is answered with 500. `MUTATIONS` is how many, or 200."""

import os
import random
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client

from tests.files import pdf

pytestmark = [pytest.mark.sql, pytest.mark.slow]

SEED, REQUESTS = 14, int(os.environ.get("MUTATIONS", "200"))
MULTIPART, ENCODED = "multipart/form-data; boundary=edge", "application/x-www-form-urlencoded"
FORM = (
    b'--edge\r\nContent-Disposition: form-data; name="name"\r\n\r\nTest Patient\r\n'
    b'--edge\r\nContent-Disposition: form-data; name="email"\r\n\r\ntest.patient@example.com\r\n'
    b'--edge\r\nContent-Disposition: form-data; name="message"\r\n\r\nPlease call me.\r\n'
    b'--edge\r\nContent-Disposition: form-data; name="files_ticket"\r\n\r\n1b4e28ba-2fa1-11d2-883f-0016d3cca427\r\n'
    b'--edge\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    + pdf()[:600]
    + b"\r\n--edge--\r\n"
)
FIELDS = b"name=Test+Patient&email=test.patient%40example.com&message=Please+call+me.&sent_from=%2Fprivacy%2F&website="
REQUESTED = [
    ("GET", "/", b"", ""),
    ("GET", "/conditions-we-treat/neck-pain/", b"", ""),
    ("GET", "/search/?q=back+pain&page=2", b"", ""),
    ("GET", "/search/suggestions/?q=ba", b"", ""),
    ("GET", "/contact-us/?sent=K7M3-9QXD", b"", ""),
    ("GET", "/newsletter/confirm/abc:def:ghi/", b"", ""),
    ("GET", "/media/images/nothing.jpg", b"", ""),
    ("GET", "/documents/1/nothing.pdf", b"", ""),
    ("POST", "/contact-us/", FORM, MULTIPART),
    ("POST", "/contact-us/", FORM, MULTIPART),
    ("POST", "/contact-us/", FIELDS, ENCODED),
    ("POST", "/es/contact-us/", FIELDS, ENCODED),
    ("POST", "/newsletter/", b"email=reader%40example.com", ENCODED),
    ("POST", "/newsletter/unsubscribe/abc/", b"List-Unsubscribe=One-Click", ENCODED),
    ("POST", "/admin/login/", b"username=admin&password=wrong&next=%2Fadmin%2F", ENCODED),
    ("POST", "/admin/password_reset/", b"email=reader%40example.com", ENCODED),
]
ODD = [b"\0", b"\r\n", b"%00", b"%", b"%zz", b"\xff\xfe", "‮".encode(), b"'\"<>", b"--edge", b"--edge--", b"../" * 9]
ODD += [b"&" * 50, b"=", b"[]", b"9" * 400, b"-1", b"{{ 1 }}", b"x" * 3000, "é".encode("utf-16"), b"name=", b";"]
TYPES = [MULTIPART, ENCODED, "", "text/plain", "application/json", "multipart/form-data", "multipart/mixed; boundary=x"]
TYPES += [f"{ENCODED}; charset={name}" for name in ("utf-7", "hex", "rot13", "idna", "utf-16", "'", "punycode")]
TYPES += [
    f"{MULTIPART}; charset={name}" for name in ("zlib", "base64", "undefined", "unicode_escape", "mbcs", "x" * 999)
]
TYPES += [
    "multipart/form-data; boundary=" + "e" * 300,
    "multipart/form-data; boundary*=hex''6564",
    ";;;=;",
    "é; charset=é",
]
METHODS = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "get", "PROPFIND"]
HEADERS = ["HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE", "HTTP_HOST", "HTTP_IF_MODIFIED_SINCE", "HTTP_ORIGIN"]
HEADERS += ["HTTP_IF_NONE_MATCH", "HTTP_RANGE", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR", "HTTP_X_REQUESTED_WITH"]
HEADERS += ["HTTP_TRANSFER_ENCODING", "HTTP_SEC_FETCH_SITE", "CONTENT_LENGTH", "HTTP_X_CSRFTOKEN", "HTTP_IF_MATCH"]
VALUES = ["", "*", "'", "sessionid=x; csrftoken=y", "bytes=0-0,-1", "evil.example", "0, 0", "-1", "é\xff", "a" * 5000]
VALUES += ["Thu, 01 Jan 1970 99:99:99 GMT", "chunked", "none", 'W/"x"', "[::1", "12abc", "2001:db8::1%0"]


def changed(chance, data):
    """Return bytes with one to four changes."""
    for _change in range(chance.randint(1, 4)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice([0, 1, 5, 40, 400]))
        data = data[:start] + chance.choice([b"", chance.choice(ODD), data[start:end] * 2]) + data[end:]
    return data


def mutated(chance):
    """Return method, address, body, content type and headers of a request."""
    method, address, body, kind = chance.choice(REQUESTED)
    headers = {"HTTP_SEC_FETCH_SITE": "same-origin"}
    for change in chance.sample(["method", "address", "body", "type", "header", "header"], chance.randint(1, 3)):
        if change == "method":
            method = chance.choice(METHODS)
        elif change == "address":
            address = quote_from_bytes(changed(chance, address.encode()), safe="/?&=%:+;[]'")
        elif change == "body":
            body = changed(chance, body)
        elif change == "type":
            kind = chance.choice(TYPES)
        else:
            headers[chance.choice(HEADERS)] = chance.choice(VALUES)
    if "CONTENT_LENGTH" in headers and headers["CONTENT_LENGTH"].isdecimal():
        headers["CONTENT_LENGTH"] = str(min(int(headers["CONTENT_LENGTH"]), len(body)))
    return method, "/" + address.lstrip("/"), body, kind, headers


@pytest.mark.django_db
def test_no_request_causes_an_error_of_the_server(settings, monkeypatch):
    monkeypatch.setattr("forms.newsletter.views.RESPONSE_SECONDS", 0)
    settings.RATE_LIMITS = {kind: {"suspected": {}, "refused": {}} for kind in settings.RATE_LIMITS}
    settings.AXES_ENABLED = True
    chance = random.Random(SEED)  # noqa: S311
    failed, statuses = [], set()
    for number in range(REQUESTS):
        method, address, body, kind, headers = mutated(chance)
        client = Client(raise_request_exception=False)
        try:
            response = client.generic(method, address, body, kind, **headers)
        except Exception as error:
            failed.append((number, method, address[:80], kind[:60], headers, repr(error)[:200]))
            continue
        statuses.add(response.status_code)
        if response.status_code >= 500:
            error = repr(getattr(response, "exc_info", [0, 0])[1])[:200]
            failed.append((number, method, address[:80], kind[:60], headers, response.status_code, error))
    assert failed == []
    assert {200, 303, 400, 404, 405, 422} <= statuses
