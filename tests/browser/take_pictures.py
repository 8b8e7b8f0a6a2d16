"""Take screenshots of every kind of page, to review after a change of templates or styles.

This is not a test. `make pictures` runs it.
"""

import pytest

from ioipm.settings.environment import BASE_DIR, env
from tests.browser.accessibility import SCHEMES, WIDTHS

FOLDER = BASE_DIR / env("VAR_DIR") / "pictures"
PAGES = {
    "home": "/",
    "conditions": "/conditions-we-treat/",
    "condition": "/conditions-we-treat/lower-back-pain/",
    "condition-of-the-clinic": "/conditions-we-treat/mid-back-pain/",
    "treatments": "/treatments-we-provide/",
    "treatment": "/treatments-we-provide/radiofrequency-ablations/",
    "treatment-long-title": "/treatments-we-provide/pirft/",
    "locations": "/locations/",
    "location": "/locations/russellville/",
    "standard": "/patient-resources/",
    "notice": "/privacy/",
    "form": "/contact-us/",
    "form-thanks": "/contact-us/?sent=K7M3-9QXD",
    "form-of-physicians": "/referral-form/",
    "newsletter": "/newsletter/",
    "search": "/search/?q=nerve+pain",
    "search-misspelled": "/search/?q=migrane",
    "search-nothing": "/search/?q=xyzzyx",
    "not-found": "/nothing-here/",
    "styleguide": "/styleguide/",
}
PRINTED = ["condition", "condition-of-the-clinic", "treatment", "standard", "location"]
ENLARGED = ["home", "condition", "treatments", "form", "search"]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_take_pictures_of_every_kind_of_page(browser_context, width, scheme):
    page = open_page(browser_context, width, color_scheme=scheme)
    for name, address in PAGES.items():
        page.goto(address)
        take(page, f"{name}-{width}-{scheme}", full_page=True)
    take_form_with_errors(page, f"form-mistakes-{width}-{scheme}")
    take_menu(page, f"menu-{width}-{scheme}", width)


def test_take_pictures_in_forced_colors(browser_context):
    page = open_page(browser_context, 1440, forced_colors="active", color_scheme="dark")
    for name, address in PAGES.items():
        page.goto(address)
        take(page, f"{name}-1440-forced", full_page=True)
    take_form_with_errors(page, "form-mistakes-1440-forced")
    take_menu(page, "menu-1440-forced", 1440)


def test_take_pictures_with_doubled_font_size(enlarged_page):
    FOLDER.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        enlarged_page.set_viewport_size({"width": width, "height": 900})
        for name in ENLARGED:
            enlarged_page.goto(PAGES[name])
            take(enlarged_page, f"{name}-{width}-large-text", full_page=True)


def test_print_pages(browser_context):
    page = open_page(browser_context, 1440)
    for name in PRINTED:
        page.goto(PAGES[name])
        page.pdf(path=FOLDER / f"{name}.pdf", format="Letter", prefer_css_page_size=True)


def open_page(browser_context, width, **options):
    """Open a page without animations."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return browser_context(width=width, reduced_motion="reduce", **options).new_page()


def take(page, name, **options):
    """Take the picture after the fonts have loaded."""
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{name}.png", **options)


def take_form_with_errors(page, name):
    """Take a picture of the form with errors: empty fields, and an e-mail address without an at sign."""
    page.goto(PAGES["form"])
    page.get_by_label("E-mail address").first.fill("me.example.com")
    page.get_by_role("button", name="Send message").click()
    page.wait_for_selector(".error-summary")
    take(page, name, full_page=True)


def take_menu(page, name, width):
    """Take a picture of the longest submenu, open."""
    page.goto(PAGES["treatment"])
    if width < 1024:
        page.get_by_role("button", name="Menu", exact=True).click()
    page.locator("[data-submenu] summary").last.click()
    take(page, name)
