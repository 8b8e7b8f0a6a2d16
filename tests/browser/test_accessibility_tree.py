"""What a screen reader reads on four pages, compared with the approved trees in `trees/`.

If a change is right, write the trees again with `REWRITE_TREES=1`, and review the difference like a change of code.
"""

import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

TREES = Path(__file__).parent / "trees"
OPEN_NOW = "document.querySelectorAll('open-now').forEach(element => { element.textContent = 'Open now'; })"


def home(page):
    page.goto("/")
    page.evaluate(OPEN_NOW)  # it says something else at another time of the day
    return page.locator("main")


def condition(page):
    page.goto("/conditions-we-treat/lower-back-pain/")
    return page.locator("main")


def menu(page):
    page.goto("/")
    page.get_by_role("button", name="Menu", exact=True).click()
    page.locator("[data-submenu] summary").first.click()
    return page.locator("#menu")


def form_with_errors(page):
    page.goto("/contact-us/")
    page.get_by_label("E-mail address").first.fill("me")
    page.get_by_role("button", name="Send message").click()
    page.locator(".error-summary").wait_for()
    return page.locator("main")


@pytest.mark.parametrize("part", [home, condition, menu, form_with_errors])
def test_screen_reader_reads_what_was_approved(browser_context, part):
    tree = part(browser_context(width=390, height=844, reduced_motion="reduce").new_page()).aria_snapshot() + "\n"
    file = TREES / f"{part.__name__}.yaml"
    if os.environ.get("REWRITE_TREES"):
        file.write_text(tree, encoding="utf-8")
    assert tree == file.read_text(encoding="utf-8")
