"""The search works with and without JavaScript, with the keyboard and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations_at_any_width, violations_of_text

PHONE = {"width": 390, "height": 844}


def suggestions(page):
    """Return the open list of suggestions; the form in the footer has other options."""
    return page.get_by_role("listbox", name="Suggestions")


@pytest.fixture
def field(browser_context):
    """Return the search field in the header, with suggestions for a typed word."""
    page = browser_context().new_page()
    page.goto("/")
    page.locator("#header-search").fill("slipped")  # at once: a slow machine would also answer for a part of the word
    expect(suggestions(page).get_by_role("option").first).to_be_visible()
    return page.get_by_role("banner").get_by_role("combobox", name="Search this site")


@pytest.mark.parametrize("javascript", [True, False])
def test_search_from_any_page_on_a_phone(browser_context, javascript):
    page = browser_context(**PHONE, java_script_enabled=javascript).new_page()
    page.goto("/privacy/")
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    page.locator("#page-search").fill("sciatica")
    page.locator("main .search-form__button").click()
    page.wait_for_url("**/search/?q=sciatica")
    page.get_by_role("link", name="Lumbar Radicular Pain").last.click()
    page.wait_for_url("**/lumbar-radicular-pain/")


def test_arrow_keys_and_enter_open_a_suggestion(field):
    page = field.page
    expect(page.locator(".header [data-search-status]")).to_have_text("2 suggestions. Use the arrow keys.")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    chosen = suggestions(page).get_by_role("option", selected=True)
    expect(chosen).to_contain_text("Slipped disc")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    field.press("ArrowDown")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/lumbar-radicular-pain/")


def test_escape_closes_the_suggestions_and_keeps_the_typed_text(field):
    field.press("Escape")
    expect(suggestions(field.page)).to_be_hidden()
    expect(field).to_have_value("slipped")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_enter_without_a_choice_searches(field):
    field.press("Enter")
    field.page.wait_for_url("**/search/?q=slipped")


def test_click_on_a_suggestion_opens_its_page(field):
    suggestions(field.page).get_by_role("option").first.click()
    field.page.wait_for_url("**/lumbar-radicular-pain/")


@pytest.mark.slow
def test_search_follows_wcag_at_any_width(browser_context):
    page = browser_context(bypass_csp=True).new_page()
    page.goto("/search/")
    page.locator("#page-search").fill("nerve")
    expect(suggestions(page).get_by_role("option").first).to_be_visible()
    assert violations_at_any_width(page) == {}
    for address in ["/search/?q=nerve+block", "/search/?q=siatica", "/search/?q=xyzzyx"]:
        page.goto(address)
        assert violations_of_text(page) == "", address
