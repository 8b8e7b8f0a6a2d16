"""A visitor subscribes and unsubscribes in a browser, with and without JavaScript."""

import pytest
from django.core import mail

from forms.models import Subscriber
from tests.browser.accessibility import violations_at_any_width, violations_of_text
from tests.newsletter import ADDRESS, links_in

pytestmark = pytest.mark.slow


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def status():
    return Subscriber.objects.get(email=ADDRESS).status


@pytest.mark.writes
@pytest.mark.parametrize("javascript", [True, False])
def test_visitor_subscribes_in_the_footer_and_unsubscribes(browser_context, javascript):
    context = browser_context(width=390, height=844, java_script_enabled=javascript)
    page = context.new_page()
    page.goto("/conditions-we-treat/mid-back-pain/")
    page.get_by_label("E-mail address").last.fill(ADDRESS)
    page.get_by_role("button", name="Sign up").click()
    assert heading(page) == "Check your mail"
    confirm, unsubscribe = links_in(mail.outbox[0])
    page.goto(confirm)
    assert status() == "pending"
    page.get_by_role("button", name="Yes, send me the newsletter").click()
    assert heading(page) == "Thank you for subscribing"
    assert status() == "confirmed"
    page.goto(unsubscribe)
    page.get_by_role("button", name="Unsubscribe").click()
    assert heading(page) == "You are unsubscribed"
    assert status() == "unsubscribed"
    assert context.cookies() == []


@pytest.mark.parametrize("javascript", [True, False])
def test_invalid_address_is_reported_and_kept(browser_context, javascript):
    page = browser_context(java_script_enabled=javascript).new_page()
    page.goto("/newsletter/")
    page.get_by_label("E-mail address").fill("me")
    with page.expect_response("**/newsletter/") as answered:
        page.get_by_role("button", name="Sign up").click()
    assert answered.value.status == 422
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Write the e-mail address like this").click()
    assert page.evaluate("document.activeElement.id") == "newsletter-email"
    assert page.get_by_label("E-mail address").input_value() == "me"


def test_keyboard_and_screen_reader_skip_the_honeypot_field(browser_context):
    page = browser_context().new_page()
    page.goto("/newsletter/")
    page.get_by_label("E-mail address").focus()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.name") != "website"
    assert page.get_by_role("textbox").count() == 1
    box = page.locator("[name=website]").locator("xpath=ancestor::div[1]").bounding_box()
    assert max(box["width"], box["height"]) <= 1


def test_newsletter_pages_follow_wcag_at_any_width(browser_context):
    page = browser_context(bypass_csp=True).new_page()
    for name in ("", "check-your-mail/", "unsubscribe/x/"):
        page.goto(f"/newsletter/{name}")
        assert violations_at_any_width(page) == {}, name
    page.goto("/newsletter/")
    with page.expect_response("**/newsletter/"):
        page.get_by_role("button", name="Sign up").click()
    page.get_by_role("alert").wait_for()
    assert violations_at_any_width(page) == {}


def test_texts_of_newsletter_pages_follow_wcag(browser_context):
    page = browser_context(bypass_csp=True).new_page()
    for name in ("", "check-your-mail/", "confirmed/", "unsubscribe/x/", "unsubscribed/"):
        for prefix in ("/newsletter/", "/es/newsletter/"):
            page.goto(prefix + name)
            assert violations_of_text(page) == "", prefix + name
