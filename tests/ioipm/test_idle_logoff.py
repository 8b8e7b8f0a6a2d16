"""A session ends after fifteen minutes without work in the admin; an open page does not extend it."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.users.models import UserProfile

from ioipm.settings.environment import env
from tests.html import soup
from tests.ioipm.test_settings import GOOD
from tests.services import manage

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(monkeypatch):
    """Return a function that moves the time forward by minutes."""
    real, passed = timezone.now, []

    def wait(minutes):
        passed.append(timedelta(minutes=minutes))

    monkeypatch.setattr(timezone, "now", lambda: real() + sum(passed, timedelta()))
    return wait


def ping(client, page):
    opened = EditingSession.objects.filter(object_id=page.pk).first()
    return client.post(f"/admin/editing-sessions/ping/wagtailcore/page/{page.pk}/{opened.pk if opened else 0}/")


def test_fifteen_minutes_are_the_default():
    assert env.scheme["IDLE_MINUTES"][1] == 15


def test_idle_session_ends_and_the_login_returns_to_the_page(editor_client, editor, later):
    address = "/admin/reports/site-history/?user=1"
    assert editor_client.get(address).status_code == 200
    later(15.1)
    response = editor_client.get(address)
    assert response.status_code == 302
    assert unquote(response["Location"]) == f"/admin/login/?next={address}"
    values = {"username": "editor", "password": "a long password", "next": address}
    assert editor_client.post("/admin/login/", values)["Location"] == address
    assert editor_client.get(address).status_code == 200


def test_work_extends_the_session(editor_client, later):
    for _ in range(4):
        later(14)
        assert editor_client.get("/admin/").status_code == 200


def test_background_requests_of_an_open_page_do_not_extend_the_session(editor_client, later, mid_back_pain):
    editor_client.get(f"/admin/pages/{mid_back_pain.pk}/edit/")
    for _ in range(2):
        later(7)
        assert ping(editor_client, mid_back_pain).status_code == 200
    later(2)
    assert ping(editor_client, mid_back_pain).status_code == 302
    assert editor_client.get("/admin/").status_code == 302


def test_request_for_the_seconds_left_does_not_extend_the_session(editor_client, editor, later):
    editor_client.get("/admin/")
    later(5)
    session = editor_client.get("/admin/session/").json()
    assert 595 < session["seconds"] <= 600
    assert session["user"] == str(editor.pk)
    later(10.1)
    assert editor_client.get("/admin/session/")["Location"].startswith("/admin/login/")


def test_button_stay_extends_the_session(editor_client, later):
    editor_client.get("/admin/")
    later(14)
    assert editor_client.post("/admin/session/stay/").json()["seconds"] == 900
    later(14)
    assert 0 < editor_client.get("/admin/session/").json()["seconds"] <= 60
    assert editor_client.get("/admin/").status_code == 200


def test_button_stay_needs_the_token_that_the_other_request_returns(editor):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    assert browser.get("/admin/session/stay/").status_code == 405
    assert browser.post("/admin/session/stay/").status_code == 403
    token = browser.get("/admin/session/").json()["token"]
    assert browser.post("/admin/session/stay/", headers={"X-CSRFToken": token}).status_code == 200


def test_session_is_not_reported_before_the_second_factor(editor_client, settings):
    settings.SECOND_FACTOR = True
    assert editor_client.get("/admin/session/").status_code == 302


@pytest.mark.parametrize("address", ["/admin/", "/admin/messages/", "/admin/pages/", "/admin/account/"])
def test_every_page_of_the_admin_has_the_warning(editor_client, editor, address):
    watch = soup(editor_client.get(address)).select_one("[data-idle]")
    assert (watch["data-seconds"], watch["data-user"]) == ("900", str(editor.pk))
    assert len(watch.select("dialog[aria-labelledby] h2")) == 2


def test_warning_is_in_the_language_of_the_user(editor_client, editor):
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "es"})
    watch = soup(editor_client.get("/admin/")).select_one("[data-idle]")
    assert [heading.get_text() for heading in watch.select("h2")] == [
        "Su sesión se cerrará en un minuto",
        "Su sesión se ha cerrado",
    ]


def test_login_page_has_no_warning(client):
    assert "data-idle" not in client.get("/admin/login/").content.decode()


def test_reading_public_pages_does_not_extend_the_session(editor_client, later):
    editor_client.get("/admin/")
    later(10)
    assert "wagtail-userbar" in editor_client.get("/").content.decode()
    later(6)
    assert "wagtail-userbar" not in editor_client.get("/").content.decode()
    assert editor_client.get("/admin/").status_code == 302


def test_session_ends_when_the_browser_is_closed(client, editor):
    response = client.post("/admin/login/", {"username": "editor", "password": "a long password"})
    assert response.cookies["sessionid"]["max-age"] == ""


@pytest.mark.slow
def test_idle_minutes_are_read_from_the_environment(tmp_path):
    code = "from django.conf import settings; print(settings.SESSION_COOKIE_AGE)"
    result = manage("shell", "-v", "0", "-c", code, tmp_path=tmp_path, **GOOD, IDLE_MINUTES="5")
    assert result.stdout.strip() == "300", result.stderr


@pytest.mark.parametrize("name", ["IDLE_MINUTES", "TRUSTED_PROXIES"])
@pytest.mark.parametrize("value", ["many", "0", "-1", "1.5"])
def test_invalid_number_stops_the_start_and_is_named(tmp_path, name, value):
    result = manage("check", tmp_path=tmp_path, **GOOD | {name: value})
    assert result.returncode != 0
    assert f"{name} is {value}: set it to a whole number" in result.stderr
