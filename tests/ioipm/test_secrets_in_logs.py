"""Tokens of links in mails are in no log line and no error report, whichever logger writes it."""

import datetime
import logging
import re
import sys

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from gunicorn.config import Config
from gunicorn.glogging import Logger

from ioipm import gunicorn_conf
from ioipm.logs import BriefExceptionReporter, SafeLogRecord, remove_secrets
from tests.newsletter import post

MARKER = "zebrafish-Marker1:token_2"
SECRET_PARAMETER = re.compile(r"token|signed|secret|uid|hash|signature|key", re.IGNORECASE)
# Parameters with such a name that are no secrets: anyone may see them, or they only name an image.
NO_SECRETS = {"wagtailimages_serve", "wagtailcore_authenticate_with_password"}
PATHS = [
    f"/newsletter/confirm/{MARKER}/",
    f"/es/newsletter/confirm/{MARKER}/",
    f"/newsletter/unsubscribe/{MARKER}/",
    f"/newsletter/unsubscribe/{MARKER}",
    f"/admin/password_reset/confirm/{MARKER}/{MARKER}/",
    f"/conditions/?q={MARKER}",
    "/newsletter/confrim/WyJaZWJyYWZpc2gxIiwiZW4iXQ:1abcDE:zebrafish/",
]


def patterns(resolver, prefix="/"):
    """Yield the URL patterns below a resolver, each with its route as text."""
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern).lstrip("^")
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        elif isinstance(one, URLPattern):
            yield one, route


def test_every_url_pattern_with_a_secret_is_known():
    found = 0
    for one, route in patterns(get_resolver()):
        names = [name for name in re.findall(r"<(?:\w+:)?(\w+)>", route) if SECRET_PARAMETER.search(name)]
        if not names or one.name in NO_SECRETS:
            continue
        found += 1
        path = re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]*>", "zebrafish", route)
        assert "zebrafish" not in remove_secrets(path), (one.name, route)
    assert found >= 3


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("line", ['"GET {} HTTP/1.1" 200', "Gone: {}", "INFO gunicorn.access POST {} 303", "{}"])
def test_token_of_an_address_is_removed(line, path):
    text = remove_secrets(line.format(path))
    assert "zebrafish" not in text
    assert text.startswith(line.partition("{")[0])
    assert text.endswith(line.rpartition("}")[2])


@pytest.mark.parametrize(
    "text",
    [
        "Not Found: /conditions-we-treat/complex-regional-pain-syndrome-of-the-2nd-toe/",
        "Error at /static/js/a/VeryLongNameOfAFile123WithCapitals.1a2b3c4d.js",
        "Is it done? Yes/no?",
        "Mail 12 was sent at try 1",
    ],
)
def test_other_text_stays(text):
    assert remove_secrets(text) == text


@pytest.mark.django_db
@pytest.mark.slow
def test_no_line_about_a_request_has_its_token(client, caplog):
    assert logging.getLogRecordFactory() is SafeLogRecord
    with caplog.at_level(logging.DEBUG):
        for path in PATHS:
            client.get(path)
            client.put(path)
            post(client, path)
            client.post(path, HTTP_SEC_FETCH_SITE="cross-site")
    assert "Gone: /newsletter/confirm/[removed]" in caplog.text
    assert "Method Not Allowed (PUT): /newsletter/unsubscribe/[removed]" in caplog.text
    assert "zebrafish" not in caplog.text


@pytest.mark.parametrize("path", PATHS)
def test_access_log_of_the_server_has_no_token(path, capsys):
    config = Config()
    config.set("accesslog", "-")
    config.set("access_log_format", gunicorn_conf.access_log_format)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path.partition("?")[0], "RAW_URI": path}
    environ["SERVER_PROTOCOL"] = "HTTP/1.1"

    class Response:
        status, sent, headers = "200 OK", 10, []

    class Request:
        headers = []

    logger = Logger(config)
    logger.access(Response(), Request(), environ, datetime.timedelta(seconds=1))
    logger.error("Error handling request %s", path)
    written = "".join(capsys.readouterr())
    assert "gunicorn.access GET /" in written
    assert "Error handling request /" in written
    assert "zebrafish" not in written


def test_error_report_has_only_type_and_places(rf):
    try:
        raise KeyError(MARKER)
    except KeyError:
        reporter = BriefExceptionReporter(rf.get(PATHS[0]), *sys.exc_info())
    for report in (reporter.get_traceback_text(), reporter.get_traceback_html()):
        assert report.startswith("KeyError at ")
        assert "zebrafish" not in report
