"""The end of a session: a warning, a cover over the page, and typed text that is kept until the user signs in again."""

import datetime
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from pages.models import ConditionPage
from tests.browser.sign_in import PASSWORD, submit_login

HISTORY = "/admin/reports/site-history/?user=1"
WARNING, COVER = "You will be signed off in one minute", "Your session has ended"

pytestmark = [pytest.mark.writes, pytest.mark.slow]


def session_ends_in(seconds):
    Session.objects.update(expire_date=timezone.now() + datetime.timedelta(seconds=seconds))


def seconds_left():
    return (Session.objects.get().expire_date - timezone.now()).total_seconds()


def open_page(admin, address=HISTORY):
    """Open a page whose clock the test controls."""
    admin.clock.install()
    admin.goto(address)
    admin.locator("[data-idle]").wait_for(state="attached")
    admin.wait_for_load_state("networkidle")
    return admin


def dialog(page, name):
    return page.get_by_role("dialog", name=name)


def test_warning_is_shown_before_the_end_and_enter_prolongs_the_session(admin):
    page = open_page(admin)
    page.clock.fast_forward("13:00")
    expect(dialog(page, WARNING)).to_be_hidden()
    session_ends_in(55)
    page.clock.fast_forward("01:05")
    expect(dialog(page, WARNING)).to_be_visible()
    expect(dialog(page, WARNING).get_by_text(re.compile(r"Seconds left: [1-5]\d$"))).to_be_visible()
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog(page, WARNING)).to_be_hidden()
    assert seconds_left() > 800


def test_escape_prolongs_the_session(admin):
    page = open_page(admin)
    session_ends_in(55)
    page.clock.fast_forward("14:05")
    expect(dialog(page, WARNING)).to_be_visible()
    with page.expect_response("**/admin/session/stay/") as answer:
        page.keyboard.press("Escape")
    assert answer.value.ok
    assert seconds_left() > 800


def test_activity_in_another_tab_prevents_the_warning(admin):
    page = open_page(admin)
    end = Session.objects.get().expire_date
    with page.expect_response("**/admin/session/"):
        page.clock.fast_forward("14:05")
    page.clock.run_for(2000)
    expect(dialog(page, WARNING)).to_be_hidden()
    expect(page.get_by_role("heading", name="Site history")).to_be_visible()
    assert Session.objects.get().expire_date == end  # the request did not prolong the session


def test_page_is_covered_after_sleep_even_without_a_network(admin, browser_context):
    page = open_page(admin)
    page.route("**/admin/session/", lambda route: route.abort("failed"))
    page.clock.fast_forward("08:00:00")
    expect(dialog(page, COVER)).to_be_visible()
    expect(page.locator("#main")).not_to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(dialog(page, COVER)).to_be_visible()

    Session.objects.all().delete()
    page.get_by_role("link", name="Sign in again", exact=True).click()
    submit_login(page, "editor")
    page.wait_for_url(f"**{HISTORY}")


def test_page_that_becomes_visible_is_covered_if_the_session_has_ended(admin):
    page = open_page(admin)
    Session.objects.all().delete()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(dialog(page, COVER)).to_be_visible()


def test_staying_signed_in_closes_the_warning_in_other_tabs(admin):
    page = open_page(admin)
    other = open_page(admin.context.new_page())
    session_ends_in(55)
    for one in (page, other):
        one.clock.fast_forward("14:05")
        expect(dialog(one, WARNING)).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(dialog(page, WARNING)).to_be_hidden()
    expect(dialog(other, WARNING)).to_be_hidden()


def test_typed_text_can_be_saved_after_signing_in_again_in_another_tab(admin, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # a refused autosave would log an error on the console
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 86_400_000
    condition = ConditionPage.objects.get(slug="mid-back-pain")
    page = open_page(admin, f"/admin/pages/{condition.pk}/edit/")
    introduction = page.locator("[name=introduction]")
    Session.objects.all().delete()
    introduction.fill("Typed too late.")
    page.clock.fast_forward("15:05")
    expect(dialog(page, COVER)).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again in another tab").click()
    submit_login(opened.value, "editor")
    expect(dialog(page, COVER)).to_be_hidden()
    expect(introduction).to_have_value("Typed too late.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("has been published").wait_for()
    condition.refresh_from_db()
    assert condition.introduction == "Typed too late."


def test_page_stays_covered_if_another_user_signs_in(admin):
    get_user_model().objects.create_superuser("colleague", "colleague@example.com", PASSWORD)
    page = open_page(admin)
    Session.objects.all().delete()
    page.clock.fast_forward("15:05")
    expect(dialog(page, COVER)).to_be_visible()
    other = page.context.new_page()
    other.goto("/admin/")
    with page.expect_response("**/admin/session/") as answer:
        submit_login(other, "colleague")
    assert answer.value.ok
    page.clock.run_for(2000)
    expect(dialog(page, COVER)).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_warning_and_cover_fit_the_screen(admin, width):
    page = open_page(admin)
    page.set_viewport_size({"width": width, "height": 800})
    session_ends_in(55)
    page.clock.fast_forward("14:05")
    expect(dialog(page, WARNING)).to_be_visible()
    box = dialog(page, WARNING).bounding_box()
    assert 0 <= box["x"] <= width - box["width"]
    Session.objects.all().delete()
    page.clock.fast_forward("01:00")
    expect(dialog(page, COVER)).to_be_visible()
    assert dialog(page, COVER).bounding_box() == {"x": 0, "y": 0, "width": width, "height": 800}
