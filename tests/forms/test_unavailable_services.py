"""Unavailable mail server, virus scanner or Google: messages are saved. Unavailable database: a page with the phone.

Some servers of these tests accept connections and never answer. Without a time limit of ours, the test would not end.
"""

from contextlib import contextmanager

import pytest
import requests
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forms.models import Form, Mail, Message
from forms.outbox.delivery import send_due
from tests.contact_form import ANSWERS, reference_in, send
from tests.files import pdf
from tests.forms.test_recaptcha import PERSON
from tests.html import soup, words
from tests.ioipm.test_settings import GOOD
from tests.services import Google, free_port, manage, site_server, unresponsive_server

pytestmark = [pytest.mark.django_db, pytest.mark.sql, pytest.mark.slow]


@contextmanager
def no_server():
    """Yield a port without a server."""
    yield free_port()


UNAVAILABLE = pytest.mark.parametrize("unavailable", [no_server, unresponsive_server])


@pytest.fixture
def sent(client):
    """Return a function that sends a message with a file, checks the thank-you page, and returns the message."""

    def send_one(**more):
        file = SimpleUploadedFile("referral.pdf", pdf(), "application/pdf")
        response = send(client, answers={**ANSWERS, "files": [file], **more})
        thanks = client.get(response["Location"])
        assert reference_in(response) in words(soup(thanks).main)
        message = Message.objects.get()
        assert message.reference == reference_in(response)
        assert message.attachments.count() == 1
        return message

    return send_one


def admin_page(client, name, *arguments):
    """Return the text of a page of the admin."""
    return words(soup(client.get(reverse(name, args=arguments))).main)


@UNAVAILABLE
def test_message_is_saved_without_a_mail_server(unavailable, sent, desk, settings, outbox):
    settings.DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1
    Form.objects.update(notified="desk@clinic.example")
    with unavailable() as settings.EMAIL_PORT:
        message = sent()
        send_due()
    mail = Mail.objects.get(message=message)
    assert (mail.state, mail.tries) == (Mail.State.WAITING, 1)
    assert message.reference in admin_page(desk, "mails:list")
    assert "Mails waiting to be sent: 1" in admin_page(desk, "wagtailadmin_home")


@UNAVAILABLE
def test_message_is_saved_without_a_virus_scanner(unavailable, sent, desk, settings):
    with unavailable() as port:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{port}"
        message = sent()
    assert message.attachments.get().verdict == "waiting"
    assert "File: Waiting for the virus scanner" in admin_page(desk, "desk:list")
    assert "Waiting for the virus scanner" in admin_page(desk, "desk:message", message.pk)


@pytest.fixture
def keys(settings):
    """The clinic has configured reCAPTCHA."""
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "the-public-key", "the-private-key"


def is_unverified(message, desk):
    """Return whether the message is unverified and the front desk sees that."""
    return message.verification == "unverified" and "Unverified" in admin_page(desk, "desk:message", message.pk)


@UNAVAILABLE
def test_message_is_saved_without_google(unavailable, sent, desk, settings, keys):
    with unavailable() as port:
        settings.RECAPTCHA_DOMAIN = f"localhost:{port}"
        message = sent(**{"g-recaptcha-response": "the token"})
    assert is_unverified(message, desk)


def test_message_is_saved_if_google_is_slow(sent, desk, settings, keys, tmp_path, monkeypatch):
    with Google(tmp_path).running() as google:
        settings.RECAPTCHA_DOMAIN, google.seconds, google.answer = google.domain, 4, PERSON
        monkeypatch.setenv("SSL_CERT_FILE", str(google.certificate))
        message = sent(**{"g-recaptcha-response": "the token"})
    assert is_unverified(message, desk)


HTTPS = {"Host": "www.ioipm.com", "X-Forwarded-Proto": "https"}


@pytest.fixture(scope="module")
def started_without_database(own_database):
    """The production server, prepared with a database and started without it; yields its URL."""
    folder, database = own_database
    variables = {**GOOD, "BEHIND_TLS_PROXY": "1"}
    for command in (["collectstatic", "--no-input"], ["prepare"]):
        done = manage(*command, tmp_path=folder, **variables, **database)
        assert done.returncode == 0, done.stderr
    gone = f"postgres://nobody@127.0.0.1:{free_port()}/nothing"
    production = {"DJANGO_SETTINGS_MODULE": "ioipm.settings.production", "DATABASE_URL": gone, **variables}
    with site_server(folder, **production) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("address", "language", "sentence"),
    [("/contact-us/", "en", "You can also call us:"), ("/es/contact-us/", "es", "También puede llamarnos:")],
)
@pytest.mark.slow
def test_process_started_without_a_database_shows_the_phone_number(
    started_without_database, method, address, language, sentence
):
    posted = {"data": ANSWERS, "headers": HTTPS | {"Sec-Fetch-Site": "same-origin"}}
    sent = posted if method == "post" else {"headers": HTTPS}
    answer = requests.request(method, started_without_database + address, allow_redirects=False, timeout=30, **sent)
    page = BeautifulSoup(answer.content, "html.parser")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert f"{sentence} 479-967-7770" in words(page.main)
    assert page.html["lang"] == language
    assert "Traceback" not in answer.text
    assert "nobody" not in answer.text
    typed = [box.get_text().strip() for box in page.select(".typed-text textarea[readonly]")]
    assert typed == (list(ANSWERS.values()) if method == "post" else [])


def test_static_file_has_the_headers_of_a_page(started_without_database):
    page, file, redirect = (
        requests.get(started_without_database + address, headers=headers, allow_redirects=False, timeout=30)
        for address, headers in [
            ("/contact-us/", HTTPS),
            ("/static/css/site.css", HTTPS),
            ("/", {"Host": HTTPS["Host"]}),
        ]
    )
    assert (page.status_code, file.status_code, redirect.status_code) == (503, 200, 301)
    names = {"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Content-Security-Policy"}
    names |= {"Permissions-Policy", "Referrer-Policy", "Strict-Transport-Security", "X-Content-Type-Options"}
    names |= {"X-Frame-Options"}
    assert names <= set(page.headers)
    for name in names:
        assert file.headers.get(name) == page.headers[name], name
    assert redirect.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]
    assert "Server" not in page.headers


@pytest.mark.slow
def test_command_does_not_wait_long_for_an_unresponsive_database(tmp_path):
    with unresponsive_server() as port:
        address = f"postgres://nobody@127.0.0.1:{port}/nothing"
        result = manage("prepare", tmp_path=tmp_path, DJANGO_SETTINGS_MODULE="ioipm.settings.dev", DATABASE_URL=address)
    assert "The database does not answer" in result.stderr
