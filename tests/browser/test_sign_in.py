"""Somebody who reads messages signs in for the first time, sets a phone up, and comes back the next day."""

import time

import pytest
from django.contrib.sessions.models import Session
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.browser.sign_in import PASSWORD, give_password

WISHED = "/admin/reports/site-history/"

pytestmark = pytest.mark.writes


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def superuser(site, django_user_model):
    return django_user_model.objects.create_superuser("desk", "desk@example.com", PASSWORD)


def code_of(device):
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time()
    return f"{totp.token():06d}"


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [390, 1440])
def test_phone_is_set_up_at_the_first_login_and_asked_for_at_the_next(browser_context, superuser, width):
    page = browser_context(width).new_page()
    page.goto(WISHED)
    assert fits(page)
    give_password(page, "desk")

    page.get_by_role("heading", name="Set up a second factor").wait_for()
    assert fits(page)
    picture = page.get_by_role("img", name="QR code")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    page.get_by_text("No camera?").click()
    device = TOTPDevice.objects.get()
    page.get_by_label("Code").fill(code_of(device))
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Set up").click()
    page.wait_for_url(f"**{WISHED}")

    Session.objects.all().delete()
    TOTPDevice.objects.update(last_t=-1)
    page.goto(WISHED)
    give_password(page, "desk")
    page.get_by_role("heading", name="Enter the code").wait_for()
    assert fits(page)
    page.get_by_label("Code").fill(code_of(device))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{WISHED}")


def test_mistyped_code_is_told_beside_the_field(browser_context, superuser):
    TOTPDevice.objects.create(user=superuser, name="Phone", confirmed=True)
    page = browser_context(390).new_page()
    page.goto("/admin/")
    give_password(page, "desk")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("That is not the code").wait_for()
    assert page.title().startswith("Error:")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Username").wait_for()
