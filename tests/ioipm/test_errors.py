"""Error pages have the phone number, and the log of an error has nothing that a visitor typed."""

import pytest
from django.db import OperationalError
from django.test import Client

from home.error_page_phone import save_phones
from ioipm.logs import LineFormatter
from tests.contact_form import send
from tests.html import soup, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser_client():
    """A client that returns the response 500 instead of raising the exception."""
    return Client(raise_request_exception=False)


def break_page(monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("pages.models.ConditionPage.serve", fail)


def test_missing_page_has_menu_and_phone_number(client):
    response = client.get("/nothing-here/")
    page = soup(response)
    assert response.status_code == 404
    assert page.title.string.startswith("Page not found")
    assert page.select_one(".main a[href='tel:+14799677770']")
    assert page.select_one(".menu")


def test_broken_page_has_menu_and_phone_number(browser_client, monkeypatch):
    break_page(monkeypatch, RuntimeError("broken"))
    response = browser_client.get("/conditions-we-treat/mid-back-pain/")
    page = soup(response)
    assert response.status_code == 500
    assert "Something went wrong" in words(page.h1)
    assert page.select_one(".main a[href='tel:+14799677770']")
    assert page.select_one(".menu")
    assert response["Cache-Control"] == "private, no-store"


@pytest.fixture
def unavailable_database(monkeypatch):
    """The database was available when the site was prepared, and no longer is."""
    save_phones()

    def refuse(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", refuse)


def test_page_without_database_still_has_the_phone_number(browser_client, unavailable_database):
    response = browser_client.get("/conditions-we-treat/mid-back-pain/")
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert "479-967-7770" in words(soup(response).main)
    assert b"Traceback" not in response.content
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("address", "language", "sentence"),
    [("/contact-us/", "en", "You can also call us:"), ("/es/contact-us/", "es", "También puede llamarnos:")],
)
def test_form_without_database_gives_the_phone_number_in_the_visitors_language(
    browser_client, unavailable_database, address, language, sentence
):
    response = send(browser_client, address)
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert f"{sentence} 479-967-7770" in words(soup(response).main)
    assert soup(response).html["lang"] == language
    assert b"gone" not in response.content


def test_site_that_was_never_prepared_returns_500_without_a_number(browser_client, monkeypatch):
    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", lambda *a, **k: 1 / 0)
    response = browser_client.get("/")
    assert response.status_code == 500
    assert "try again in a few minutes" in words(soup(response).main)


def test_error_of_a_spanish_page_is_in_spanish(browser_client, monkeypatch):
    monkeypatch.setattr("pages.views.find_route", lambda *args: 1 / 0)
    assert "Algo salió mal" in words(soup(browser_client.get("/es/")).main)


def test_log_of_an_error_is_one_line_without_what_was_typed(browser_client, monkeypatch, caplog):
    break_page(monkeypatch, ValueError("MARKER in the message\nand a second line"))
    browser_client.get("/conditions-we-treat/mid-back-pain/?q=MARKER", HTTP_USER_AGENT="MARKER", HTTP_REFERER="MARKER")
    lines = [LineFormatter().format(record) for record in caplog.records]
    assert len(lines) == 1
    assert "django.request Internal Server Error: /conditions-we-treat/mid-back-pain/ | ValueError at" in lines[0]
    assert "MARKER" not in lines[0]


def test_site_without_a_main_location_is_still_readable(client, home):
    type(home).objects.filter(pk=home.pk).update(main_location=None)  # the admin refuses this
    response = client.get("/")
    assert response.status_code == 200
    assert client.get("/nothing-here/").status_code == 404
