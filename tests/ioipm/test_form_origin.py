"""A form is taken from pages of this site alone (TRUST T30), and with a session only with Django's token."""

import pytest
from django.test import Client

from forms.models import Message
from tests.contact_form import ANSWERS, CONTACT
from tests.html import soup, words

pytestmark = pytest.mark.django_db

OURS = "https://testserver"
LETS_THROUGH = {
    ("same-origin", None),
    ("same-origin", OURS),
    ("same-origin", "null"),
    ("none", None),
    ("none", OURS),
    ("none", "null"),
    (None, OURS),
}
SITES = [None, "same-origin", "none", "same-site", "cross-site", "", "Same-Origin"]
ORIGINS = [None, OURS, "null", "https://evil.example", "http://testserver", "https://testserver:8443", ""]


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def post(browser, site=None, origin=None, address=CONTACT, **answers):
    headers = {"HTTP_SEC_FETCH_SITE": site, "HTTP_ORIGIN": origin}
    sent = {name: value for name, value in headers.items() if value is not None}
    return browser.post(address, {**ANSWERS, **answers}, secure=True, **sent)


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("origin", ORIGINS)
def test_form_is_taken_from_pages_of_this_site_alone(browser, site, origin):
    response = post(browser, site, origin)
    if (site, origin) in LETS_THROUGH:
        assert response.status_code == 303
    else:
        assert response.status_code == 403
        assert Message.objects.count() == 0


def test_refusal_says_what_to_do_and_whom_to_call(browser):
    text = words(soup(post(browser, "cross-site")).main)
    assert "The form was not sent" in text
    assert "479-967-7770" in text


def test_refusal_speaks_spanish_below_es(browser):
    response = post(browser, "cross-site", address="/es/contact-us/")
    assert words(soup(response).h1) == "El formulario no se envió"


def test_whoever_is_logged_in_needs_the_token(browser, editor):
    browser.force_login(editor)
    assert post(browser, "same-origin", OURS).status_code == 403
    page = soup(browser.get(CONTACT, secure=True))
    token = page.select_one("form.form [name=csrfmiddlewaretoken]")["value"]
    assert post(browser, "same-origin", OURS, csrfmiddlewaretoken=token).status_code == 303


def test_admin_is_not_opened_by_another_site(browser, editor):
    browser.force_login(editor)
    response = browser.post("/admin/logout/", secure=True, HTTP_ORIGIN="https://evil.example")
    assert response.status_code == 403


def test_session_that_is_over_is_none(browser, settings):
    browser.cookies[settings.SESSION_COOKIE_NAME] = "gone"
    assert post(browser, "same-origin", OURS).status_code == 303
