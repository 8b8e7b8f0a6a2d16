"""A visitor whose browser prefers Spanish sees once that the page exists in Spanish."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Site

from tests.translations import translate


@pytest.mark.writes
def test_hint_is_shown_once_to_a_browser_that_prefers_spanish(browser_context):
    translate(Site.objects.get(is_default_site=True).root_page)
    for language in ("en-US", "fr-FR"):
        page = browser_context(locale=language).new_page()
        page.goto("/")
        expect(page.locator("[data-language-hint]")).to_be_hidden()
    page = browser_context(locale="es-MX").new_page()
    page.goto("/")
    hint = page.locator("[data-language-hint]")
    expect(hint.get_by_role("link")).to_have_attribute("href", "/es/")
    page.reload()
    expect(hint).to_be_hidden()
    page.evaluate("localStorage.clear()")
    page.reload()
    hint.get_by_role("button").press("Enter")
    expect(hint).to_have_count(0)
    page.locator(".languages a").click()
    page.wait_for_url("**/es/")
    assert page.context.cookies() == []
