"""Google's answer can help a message, and nothing Google does or fails to do can harm one."""

import socket
import time

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.template import Context, Template
from django.utils import translation

from forms.models import Message
from tests.html import soup
from tests.services import Google, free_port
from tests.spam import SPAM, judged, request_with

pytestmark = pytest.mark.django_db

PASSED, UNVERIFIED = Message.Verification.PASSED, Message.Verification.UNVERIFIED
PERSON = {"success": True, "score": 0.9, "action": "message", "hostname": "testserver"}


@pytest.fixture
def keys(settings):
    """The clinic has configured reCAPTCHA."""
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "the-public-key", "the-private-key"


@pytest.fixture
def google(keys, settings, tmp_path, monkeypatch):
    """Google as this machine plays it, with a person before it."""
    with Google(tmp_path).running() as google:
        settings.RECAPTCHA_DOMAIN = google.domain
        monkeypatch.setenv("SSL_CERT_FILE", str(google.certificate))
        google.answer = PERSON
        yield google


def sent(text="Please call me", **posted):
    return judged(text, request=request_with(**({"g-recaptcha-response": "the token"} | posted)))


def test_person_passes_and_google_is_told_no_more_than_it_needs(google):
    assert sent() == PASSED
    assert google.asked == [{"secret": "the-private-key", "response": "the token", "remoteip": ""}]


def test_google_is_told_no_address_whatever_the_visitor_claims(google):
    """The library itself would pass on `X-Forwarded-For` as it came."""
    request = request_with(**{"g-recaptcha-response": "the token"})
    request.META["HTTP_X_FORWARDED_FOR"] = "198.51.100.9, 203.0.113.7"
    assert judged("Please call me", request=request) == PASSED
    assert [asked["remoteip"] for asked in google.asked] == [""]


def test_host_name_counts_without_its_port(google, settings):
    request = request_with(**{"g-recaptcha-response": "the token"})
    request.META["HTTP_HOST"] = "testserver:8443"
    assert judged("Please call me", request=request) == PASSED
    settings.ALLOWED_HOSTS = ["*"]
    request.META["HTTP_HOST"] = "another.example"
    assert judged("Please call me", request=request) == UNVERIFIED


@pytest.mark.parametrize(
    "answer",
    [
        {"success": False, "error-codes": ["timeout-or-duplicate"]},
        PERSON | {"success": "yes"},
        PERSON | {"score": 0.4},
        PERSON | {"score": "high"},
        PERSON | {"score": None},
        PERSON | {"action": "login"},
        PERSON | {"hostname": "evil.example"},
        {"success": True},
        {},
        [],
        "<html>Sorry</html>",
        "",
        "\xff\xfe",
    ],
)
def test_any_other_answer_leaves_the_message_unverified(google, answer):
    google.answer = answer
    assert sent() == UNVERIFIED


@pytest.mark.parametrize("status", [302, 400, 403, 429, 500, 503])
def test_error_of_google_leaves_the_message_unverified(google, status):
    google.status = status
    assert sent() == UNVERIFIED


def test_message_without_a_token_is_unverified_and_google_is_not_asked(google):
    assert sent(**{"g-recaptcha-response": ""}) == UNVERIFIED
    assert google.asked == []


def test_suspected_message_is_not_shown_to_google(google):
    assert sent(SPAM[0]) == Message.Verification.SUSPECTED
    assert google.asked == []


def test_slow_google_is_not_waited_for(google):
    google.seconds = 3
    begin = time.monotonic()
    assert sent() == UNVERIFIED
    assert time.monotonic() - begin < 1.8


def test_google_that_never_ends_its_answer_is_not_waited_for(keys, settings):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.RECAPTCHA_DOMAIN = f"localhost:{silent.getsockname()[1]}"
        begin = time.monotonic()
        assert sent() == UNVERIFIED
        assert time.monotonic() - begin < 1.8


def test_name_that_takes_long_to_find_is_not_waited_for(google, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: time.sleep(3) or [])
    begin = time.monotonic()
    assert sent() == UNVERIFIED
    assert time.monotonic() - begin < 1.8


@pytest.mark.parametrize("domain", ["localhost:{port}", "recaptcha.invalid"])
def test_google_that_is_not_there_leaves_the_message_unverified(keys, settings, domain):
    settings.RECAPTCHA_DOMAIN = domain.format(port=free_port())
    assert sent() == UNVERIFIED


def test_server_that_cannot_prove_who_it_is_is_not_believed(google, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    assert sent() == UNVERIFIED
    assert google.asked == []


def test_nothing_of_what_went_wrong_is_logged_but_where(google, caplog):
    google.answer = "the token of Test Patient"
    sent()
    assert "reCAPTCHA gave no answer" in caplog.text
    assert [record for record in caplog.records if "Patient" in record.getMessage()] == []


def in_form():
    """What stands in a form."""
    return Template("{% load spam_tags %}{% recaptcha %}").render(Context()).strip()


def test_form_says_who_protects_it_where_it_is_configured(keys):
    assert "This site is protected by reCAPTCHA and the Google Privacy Policy and Terms of Service apply." in " ".join(
        BeautifulSoup(in_form(), "html.parser").get_text().split()
    )
    field = BeautifulSoup(in_form(), "html.parser").select_one("[name=g-recaptcha-response]")
    assert field["data-recaptcha"] == "the-public-key"
    assert field["data-recaptcha-script"] == "https://www.google.com/recaptcha/api.js"
    assert "the-private-key" not in in_form()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["protected by reCAPTCHA", "Privacy Policy", "Terms of Service"]),
        ("es", ["protegido por reCAPTCHA", "Política de Privacidad", "Términos del Servicio"]),
    ],
)
def test_google_is_named_with_both_links_in_each_language(keys, language, words):
    """Our stylesheet hides Google's badge, which Google allows where this stands in the form."""
    with translation.override(language):
        note = BeautifulSoup(in_form(), "html.parser").select_one("p.recaptcha")
    sentence, privacy, terms = words
    links = {link.get_text(): link["href"] for link in note.select("a")}
    assert sentence in note.get_text()
    assert links == {privacy: "https://policies.google.com/privacy", terms: "https://policies.google.com/terms"}


def test_note_stands_in_the_flow_of_the_form_and_only_with_keys(client, keys, settings):
    assert "reCAPTCHA" in soup(client.get("/contact-us/")).select_one("main form p.recaptcha").get_text()
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = ""
    assert b"recaptcha" not in client.get("/contact-us/").content.lower()


def test_policy_allows_google_what_it_needs_and_no_more(client, keys):
    policy = dict(part.split(" ", 1) for part in client.get("/")["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self' https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/"
    assert policy["connect-src"] == "'self' https://www.google.com/recaptcha/"
    assert policy["frame-src"] == "https://www.google.com/recaptcha/"
    others = [value for name, value in policy.items() if name not in ("script-src", "connect-src", "frame-src")]
    assert set(others) == {"'none'", "'self'"}


@pytest.mark.parametrize("missing", ["RECAPTCHA_PUBLIC_KEY", "RECAPTCHA_PRIVATE_KEY"])
def test_without_both_keys_there_is_no_google(client, keys, settings, missing):
    setattr(settings, missing, "")
    assert in_form() == ""
    assert "google" not in client.get("/")["Content-Security-Policy"]
    assert judged("Please call me") == PASSED


def test_one_key_alone_is_told_at_the_start(keys, settings, capsys):
    call_command("check", fail_level="WARNING")
    settings.RECAPTCHA_PRIVATE_KEY = ""
    call_command("check")
    assert "one of them is missing" in capsys.readouterr().err
