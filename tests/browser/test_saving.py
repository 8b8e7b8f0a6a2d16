"""Saving in the editor: the autosave never competes with publishing, and a session that ended keeps the typed text."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect
from wagtail.models import Site

from pages.models import StandardPage
from tests.browser.sign_in import submit_login
from tests.sample import sample

pytestmark = [pytest.mark.writes, pytest.mark.slow]

NEW_PAGE = "/admin/pages/add/pages/standardpage/{}/?next=/healthz"  # a page that loads at once
COVER = "Your session has ended"
# Let the editor look for changes at once and more often than each half second.
CHECK_OFTEN = """() => {
    const form = document.querySelector("form[data-edit-form]");
    form.dataset.wUnsavedDurationsValue = JSON.stringify({ initial: 1, notify: 10, check: 40 });
}"""
PUBLISH = "() => document.querySelector('[name=action-publish]').click()"


def publish_new_page(page, parent, title, delay):
    """Create a page, and publish it so many milliseconds after the last key."""
    page.goto(NEW_PAGE.format(parent))
    page.evaluate(CHECK_OFTEN)
    page.locator("[name=introduction]").fill(f"About {title}.")
    page.locator("[name=title]").press_sequentially(title)
    page.wait_for_timeout(delay)
    page.evaluate(PUBLISH)
    page.wait_for_url(lambda url: url.endswith("/healthz") and "next" not in url)


def test_pages_are_created_and_published_while_the_autosave_runs(admin, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 60
    parent = Site.objects.get(is_default_site=True).root_page
    delays = sample(range(0, 800, 40))
    titles = [f"New {delay}" for delay in delays]
    for title, delay in zip(titles, delays, strict=True):
        publish_new_page(admin, parent.pk, title, delay)
    pages = StandardPage.objects.filter(title__startswith="New ").order_by("pk")
    found = [(page.title, page.slug, page.introduction, page.live, page.has_unpublished_changes) for page in pages]
    assert found == [(title, title.lower().replace(" ", "-"), f"About {title}.", True, False) for title in titles]


def test_editor_keeps_the_text_after_the_session_has_ended(admin, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 60
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 86_400_000
    page = StandardPage.objects.get(slug="patient-resources", locale__language_code="en")
    admin.goto(f"/admin/pages/{page.pk}/edit/")
    admin.wait_for_load_state("networkidle")
    address, introduction = admin.url, admin.locator("[name=introduction]")
    cover = admin.get_by_role("dialog", name=COVER)

    def sign_in_again():
        with admin.context.expect_page() as opened:
            admin.get_by_role("link", name="Sign in again in another tab").click()
        submit_login(opened.value, "editor")
        expect(cover).to_be_hidden()
        opened.value.close()

    # A chooser
    Session.objects.all().delete()
    admin.get_by_role("button", name="Insert a block").first.click()
    admin.locator(".w-combobox__option-row", has_text="Image").first.click()
    admin.get_by_role("button", name="Choose an image").first.click()
    expect(cover).to_be_visible()
    sign_in_again()
    admin.get_by_role("button", name="Choose an image").first.click()
    admin.locator(".modal-body").get_by_text("Search").first.wait_for()
    admin.keyboard.press("Escape")

    # The autosave
    admin.evaluate(CHECK_OFTEN)
    Session.objects.all().delete()
    introduction.fill("Typed too late.")
    expect(cover).to_be_visible()
    sign_in_again()

    # Publishing
    Session.objects.all().delete()
    admin.evaluate(PUBLISH)
    expect(cover).to_be_visible()
    assert admin.url == address
    expect(introduction).to_have_value("Typed too late.")
