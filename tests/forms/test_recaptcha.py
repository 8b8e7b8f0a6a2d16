"""reCAPTCHA: a good score marks a message as passed; a missing or bad one never refuses or delays it much."""

import socket
import threading

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.template import Context, Template
from django.utils import translation

from forms.models import Message
from forms.spam import recaptcha
from tests.html import soup
from tests.services import Google, free_port, unresponsive_server
from tests.spam import SPAM, request_with, verification_of

pytestmark = pytest.mark.django_db

PASSED, UNVERIFIED = Message.Verification.PASSED, Message.Verification.UNVERIFIED
PERSON = {"success": True, "score": 0.9, "action": "message", "hostname": "testserver"}


@pytest.fixture
def keys(settings):
    """The clinic has configured reCAPTCHA."""
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "the-public-key", "the-private-key"


@pytest.fixture
def google(keys, settings, tmp_path, monkeypatch):
    """A local server in place of Google, which answers that the visitor is a person."""
    with Google(tmp_path).running() as google:
        settings.RECAPTCHA_DOMAIN = google.domain
        monkeypatch.setenv("SSL_CERT_FILE", str(google.certificate))
        google.answer = PERSON
        yield google


def verification_with_token(text="Please call me", **posted):
    return verification_of(text, request=request_with(**({"g-recaptcha-response": "the token"} | posted)))


def test_person_passes_and_google_gets_only_the_secret_and_the_token(google):
    assert verification_with_token() == PASSED
    assert google.asked == [{"secret": "the-private-key", "response": "the token", "remoteip": ""}]


def test_google_gets_no_ip_address_of_the_visitor(google):
    """Without our code, the library would send the content of `X-Forwarded-For`."""
    request = request_with(**{"g-recaptcha-response": "the token"})
    request.META["HTTP_X_FORWARDED_FOR"] = "198.51.100.9, 203.0.113.7"
    assert verification_of("Please call me", request=request) == PASSED
    assert [asked["remoteip"] for asked in google.asked] == [""]


def test_host_name_is_compared_without_its_port(google, settings):
    request = request_with(**{"g-recaptcha-response": "the token"})
    request.META["HTTP_HOST"] = "testserver:8443"
    assert verification_of("Please call me", request=request) == PASSED
    settings.ALLOWED_HOSTS = ["*"]
    request.META["HTTP_HOST"] = "another.example"
    assert verification_of("Please call me", request=request) == UNVERIFIED


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
    assert verification_with_token() == UNVERIFIED


@pytest.mark.parametrize("status", [302, 400, 403, 429, 500, 503])
def test_error_of_google_leaves_the_message_unverified(google, status):
    google.status = status
    assert verification_with_token() == UNVERIFIED


def test_message_without_a_token_is_unverified_and_google_is_not_asked(google):
    assert verification_with_token(**{"g-recaptcha-response": ""}) == UNVERIFIED
    assert google.asked == []


def test_google_is_not_asked_about_a_suspected_message(google):
    assert verification_with_token(SPAM[0]) == Message.Verification.SUSPECTED
    assert google.asked == []


@pytest.fixture
def ended(settings, monkeypatch):
    """The questions to Google that have ended. The visitor waits for 0.1 s, the library for a minute."""
    settings.RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 60
    monkeypatch.setattr(recaptcha, "SECONDS", 0.1)
    ended, submit = [], recaptcha.client.submit

    def ask(*arguments):
        try:
            return submit(*arguments)
        finally:
            ended.append(arguments)

    monkeypatch.setattr(recaptcha.client, "submit", ask)
    return ended


def test_slow_response_of_google_is_not_awaited(google, ended):
    google.seconds = 3
    assert verification_with_token() == UNVERIFIED
    assert ended == []


def test_missing_response_of_google_is_not_awaited(keys, settings, ended):
    with unresponsive_server() as port:
        settings.RECAPTCHA_DOMAIN = f"localhost:{port}"
        assert verification_with_token() == UNVERIFIED
        assert ended == []


def test_slow_name_lookup_is_not_awaited(google, monkeypatch, ended):
    found = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: found.wait(20) and [])
    assert verification_with_token() == UNVERIFIED
    assert ended == []
    found.set()


@pytest.mark.parametrize("domain", ["localhost:{port}", "recaptcha.invalid"])
def test_unreachable_google_leaves_the_message_unverified(keys, settings, domain):
    settings.RECAPTCHA_DOMAIN = domain.format(port=free_port())
    assert verification_with_token() == UNVERIFIED


def test_server_with_an_untrusted_certificate_is_not_used(google, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    assert verification_with_token() == UNVERIFIED
    assert google.asked == []


def test_error_is_logged_without_the_content_of_the_response(google, caplog):
    google.answer = "the token of Test Patient"
    verification_with_token()
    assert "reCAPTCHA gave no answer" in caplog.text
    assert [record for record in caplog.records if "Patient" in record.getMessage()] == []


def rendered_field():
    """Return the HTML of the field and the note in a form."""
    return Template("{% load spam_tags %}{% recaptcha %}").render(Context()).strip()


def test_form_has_the_note_and_the_public_key_if_recaptcha_is_configured(keys):
    assert "This site is protected by reCAPTCHA and the Google Privacy Policy and Terms of Service apply." in " ".join(
        BeautifulSoup(rendered_field(), "html.parser").get_text().split()
    )
    field = BeautifulSoup(rendered_field(), "html.parser").select_one("[name=g-recaptcha-response]")
    assert field["data-recaptcha"] == "the-public-key"
    assert field["data-recaptcha-script"] == "https://www.google.com/recaptcha/api.js"
    assert "the-private-key" not in rendered_field()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["protected by reCAPTCHA", "Privacy Policy", "Terms of Service"]),
        ("es", ["protegido por reCAPTCHA", "Política de Privacidad", "Términos del Servicio"]),
    ],
)
def test_google_is_named_with_both_links_in_each_language(keys, language, words):
    """Our stylesheet hides Google's badge. Google allows that if this note is in the form."""
    with translation.override(language):
        note = BeautifulSoup(rendered_field(), "html.parser").select_one("p.recaptcha")
    sentence, privacy, terms = words
    links = {link.get_text(): link["href"] for link in note.select("a")}
    assert sentence in note.get_text()
    assert links == {privacy: "https://policies.google.com/privacy", terms: "https://policies.google.com/terms"}


def test_note_is_in_the_form_only_if_keys_are_set(client, keys, settings):
    assert "reCAPTCHA" in soup(client.get("/contact-us/")).select_one("main form p.recaptcha").get_text()
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = ""
    assert b"recaptcha" not in client.get("/contact-us/").content.lower()


def test_content_security_policy_allows_only_what_recaptcha_needs(client, keys):
    policy = dict(part.split(" ", 1) for part in client.get("/")["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self' https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/"
    assert policy["connect-src"] == "'self' https://www.google.com/recaptcha/"
    assert policy["frame-src"] == "https://www.google.com/recaptcha/"
    others = [value for name, value in policy.items() if name not in ("script-src", "connect-src", "frame-src")]
    assert set(others) == {"'none'", "'self'"}


@pytest.mark.parametrize("missing", ["RECAPTCHA_PUBLIC_KEY", "RECAPTCHA_PRIVATE_KEY"])
def test_recaptcha_is_off_without_both_keys(client, keys, settings, missing):
    setattr(settings, missing, "")
    assert rendered_field() == ""
    assert "google" not in client.get("/")["Content-Security-Policy"]
    assert verification_of("Please call me") == PASSED


def test_system_check_warns_if_one_key_is_missing(keys, settings, capsys):
    call_command("check", fail_level="WARNING")
    settings.RECAPTCHA_PRIVATE_KEY = ""
    call_command("check")
    assert "one of them is missing" in capsys.readouterr().err
