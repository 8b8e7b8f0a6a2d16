"""A form is accepted only from pages of this site, and from a signed-in user only with Django's CSRF token."""

import pytest
from django.test import Client

from forms.models import Message
from tests.contact_form import ANSWERS, CONTACT
from tests.html import soup, words

pytestmark = pytest.mark.django_db

OURS = "https://testserver"
ACCEPTED = {
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
def test_form_is_accepted_only_from_pages_of_this_site(browser, site, origin):
    response = post(browser, site, origin)
    if (site, origin) in ACCEPTED:
        assert response.status_code == 303
    else:
        assert response.status_code == 403
        assert Message.objects.count() == 0


def test_refusal_has_advice_and_the_phone_number(browser):
    text = words(soup(post(browser, "cross-site")).main)
    assert "The form was not sent" in text
    assert "479-967-7770" in text


def test_refusal_is_in_spanish_below_es(browser):
    response = post(browser, "cross-site", address="/es/contact-us/")
    assert words(soup(response).h1) == "El formulario no se envió"


def test_signed_in_user_needs_the_token(browser, editor):
    browser.force_login(editor)
    assert post(browser, "same-origin", OURS).status_code == 403
    page = soup(browser.get(CONTACT, secure=True))
    token = page.select_one("form.form [name=csrfmiddlewaretoken]")["value"]
    assert post(browser, "same-origin", OURS, csrfmiddlewaretoken=token).status_code == 303


def test_form_of_another_site_is_refused_in_the_admin(browser, editor):
    browser.force_login(editor)
    response = browser.post("/admin/logout/", secure=True, HTTP_ORIGIN="https://evil.example")
    assert response.status_code == 403


def test_expired_session_needs_no_token(browser, settings):
    browser.cookies[settings.SESSION_COOKIE_NAME] = "gone"
    assert post(browser, "same-origin", OURS).status_code == 303
