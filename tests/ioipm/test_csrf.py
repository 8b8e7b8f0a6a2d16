"""A public form is accepted only from pages of this site; a form of the admin only with Django's CSRF token."""

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


@pytest.mark.parametrize("address", [CONTACT, "/newsletter/"])
def test_form_opened_before_signing_in_can_be_sent_afterwards(browser, editor, address):
    browser.force_login(editor)
    assert post(browser, "same-origin", OURS, address=address).status_code == 303


def test_sign_in_page_opened_before_signing_in_in_another_tab_can_be_sent(browser, editor):
    browser.force_login(editor)
    assert post(browser, "same-origin", OURS, address="/admin/login/").status_code == 200  # the form, with its errors


def test_signed_in_user_of_an_old_browser_needs_the_token(browser, editor):
    browser.force_login(editor)
    assert post(browser).status_code == 403
    page = soup(browser.get(CONTACT, secure=True))
    token = page.select_one("form.form [name=csrfmiddlewaretoken]")["value"]
    headers = {"HTTP_REFERER": f"{OURS}{CONTACT}"}
    response = browser.post(CONTACT, {**ANSWERS, "csrfmiddlewaretoken": token}, secure=True, **headers)
    assert response.status_code == 303


@pytest.mark.parametrize(("site", "origin"), [("cross-site", "https://evil.example"), ("same-site", None)])
def test_form_of_another_site_is_refused_for_a_signed_in_user(browser, editor, site, origin):
    browser.force_login(editor)
    assert post(browser, site, origin).status_code == 403
    assert Message.objects.count() == 0


def test_form_of_the_admin_needs_the_token(browser, editor):
    browser.force_login(editor)
    assert post(browser, "same-origin", OURS, address="/admin/logout/").status_code == 403


def test_form_of_another_site_is_refused_in_the_admin(browser, editor):
    browser.force_login(editor)
    response = browser.post("/admin/logout/", secure=True, HTTP_ORIGIN="https://evil.example")
    assert response.status_code == 403


def test_expired_session_needs_no_token(browser, settings):
    browser.cookies[settings.SESSION_COOKIE_NAME] = "gone"
    assert post(browser, "same-origin", OURS).status_code == 303
