"""Error pages have the phone number, and the log of an error has nothing that a visitor typed."""

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import translation

from home import last_phone
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
    """The database becomes unavailable after a first page was served."""
    Client().get("/")

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


def test_new_process_without_database_returns_503(browser_client, monkeypatch):
    monkeypatch.setattr(last_phone, "_last_read", {})
    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", lambda *a, **k: 1 / 0)
    response = browser_client.get("/")
    assert response.status_code == 500
    assert "try again in a few minutes" in words(soup(response).main)


@pytest.fixture
def new_process(monkeypatch):
    """Return a function that returns the phone number that a new process would show."""

    def phone():
        monkeypatch.setattr(last_phone, "_last_read", {})
        return last_phone.last_phone()

    assert phone() == ""
    return phone


def change_phone(home, phone):
    home.main_location.phone = phone
    home.main_location.save_revision().publish()


def test_number_is_kept_for_a_new_process_as_soon_as_a_reader_sees_it(client, home, new_process):
    client.get("/")
    assert new_process() == "479-967-7770"
    change_phone(home, "479-555-0100")
    client.get("/")
    assert new_process() == "479-555-0100"


def test_prepare_stores_the_number_in_each_language(editor, new_process, settings):
    call_command("prepare")
    assert sorted(file.name for file in settings.VAR_DIR.iterdir()) == ["phone-en.txt", "phone-es.txt"]
    assert new_process() == "479-967-7770"


def test_number_of_the_other_language_is_shown_if_there_is_no_other(client, new_process):
    client.get("/")
    with translation.override("es"):
        assert new_process() == "479-967-7770"


@pytest.mark.parametrize("content", [b"", b"479-967", b"\xff\xfe", b"<script>479-967-7770</script>"])
def test_damaged_number_is_not_shown(client, new_process, settings, content):
    client.get("/")
    (settings.VAR_DIR / "phone-en.txt").write_bytes(content)
    assert new_process() == ""


def test_missing_folder_is_no_error(client, new_process, settings):
    settings.VAR_DIR /= "nowhere"
    assert client.get("/").status_code == 200
    assert new_process() == ""


def test_number_is_written_only_once(client, new_process, settings):
    client.get("/")
    before = (settings.VAR_DIR / "phone-en.txt").stat()
    client.get("/contact-us/")
    assert (settings.VAR_DIR / "phone-en.txt").stat().st_ino == before.st_ino


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
    home.main_location = None
    home.save()
    response = client.get("/")
    assert response.status_code == 200
    assert client.get("/nothing-here/").status_code == 404
