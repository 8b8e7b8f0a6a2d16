"""Illustrations are shown in the page's colors under the strict content security policy, and an editor chooses one."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from pages.models import ConditionPage
from tests.browser.accessibility import CONTRAST, violations

pytestmark = pytest.mark.slow

ADDRESS = "/conditions-we-treat/mid-back-pain/"
LINES = """() => {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context.fillStyle = getComputedStyle(document.querySelector(".figure__drawing")).color;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""


def main_colors(picture):
    """Return up to three colors that cover most of the picture, the most common first."""
    counted = sorted(picture.getcolors(10**6), reverse=True)
    return [color for count, color in counted[:3] if count > 0.01 * picture.width * picture.height]


def ratio(one, other):
    """Return the contrast ratio of two colors (WCAG 2.2)."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color):
    """Return the relative luminance as defined by WCAG."""
    parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_drawing_has_the_pages_colors_and_enough_contrast(browser_context, scheme, forced):
    page = browser_context(color_scheme=scheme, forced_colors=forced, device_scale_factor=2).new_page()
    page.goto(ADDRESS)
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.locator(".figure__drawing").screenshot())).convert("RGB")
    colors = main_colors(picture)
    assert len(colors) == 3
    lines = page.evaluate(LINES)
    assert any(all(abs(a - b) <= 3 for a, b in zip(color, lines, strict=True)) for color in colors[1:])
    assert ratio(lines, colors[0]) >= 3  # WCAG 2.2, 1.4.11, for graphics


def test_page_shows_its_drawing_without_a_request_and_a_list_requests_each_once(browser_context):
    page = browser_context().new_page()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(ADDRESS)
    page.wait_for_load_state("networkidle")
    assert page.locator(".figure__drawing #drawing, .figure__drawing g").count()
    assert [url for url in requests if "illustrations" in url] == []
    page.goto("/conditions-we-treat/")
    page.wait_for_load_state("networkidle")
    names = [url.rpartition("/")[2].partition("#")[0] for url in requests if "illustrations" in url]
    assert len(names) == len({*names}) > 5


@pytest.mark.writes
def test_editor_chooses_a_drawing_by_keyboard(admin):
    condition = ConditionPage.objects.get(slug="mid-back-pain")
    admin.goto(f"/admin/pages/{condition.pk}/edit/")
    admin.locator("section:has(.illustration-chooser)").last.locator("[data-panel-toggle]").first.click()
    chosen = admin.get_by_role("radio", name="Upper and mid back")
    expect(chosen).to_be_checked()
    chosen.focus()
    admin.keyboard.press("ArrowRight")
    expect(admin.get_by_role("radio", name="Lower back")).to_be_checked()


@pytest.mark.writes
def test_admin_has_enough_contrast(admin, browser_context):
    login = browser_context().new_page()
    login.goto("/admin/login/")
    condition = ConditionPage.objects.get(slug="mid-back-pain")
    for page, address in ((login, "/admin/login/"), (admin, "/admin/"), (admin, f"/admin/pages/{condition.pk}/edit/")):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert violations(page, CONTRAST) == "", address
