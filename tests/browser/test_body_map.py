"""The body map works on a phone, with a mouse, with the keyboard, and from the list."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}


def drawn(page, view, area):
    """Return an area of the drawing, in the view from the front (0) or the back (1)."""
    return page.locator(".body-map__view").nth(view).locator(f"[data-area={area}]")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(("view", "area"), [(0, "knee"), (0, "abdomen"), (1, "lower_back"), (1, "neck")])
def test_click_on_an_area_opens_its_conditions(browser_context, view, area, javascript):
    page = browser_context(**PHONE, java_script_enabled=javascript).new_page()
    page.goto("/")
    shape = drawn(page, view, area).locator(".body-map__shape")
    shape.scroll_into_view_if_needed()
    box = shape.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 3 / 4)
    page.wait_for_url(f"**/conditions-we-treat/#{area}")
    expect(page.locator(f"#{area} h3")).to_be_in_viewport()


def test_every_area_is_at_least_24_pixels_wide_and_high(browser_context):
    """WCAG 2.2, 2.5.8: 24 by 24 CSS pixels."""
    page = browser_context(**PHONE).new_page()
    page.goto("/")
    for target in page.locator(".body-map__target").all():
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 24


def test_both_views_are_side_by_side_on_a_phone(browser_context):
    page = browser_context(**PHONE).new_page()
    page.goto("/")
    front, back = (view.bounding_box() for view in page.locator(".body-map__view").all())
    assert front["y"] == back["y"]
    assert front["x"] + front["width"] <= back["x"]
    assert page.locator(".body-map__list").bounding_box()["y"] > front["y"] + front["height"]


def test_keyboard_skips_the_drawing_and_focus_in_the_list_highlights_the_area(browser_context):
    page = browser_context().new_page()
    page.goto("/")
    page.locator(".spine a").last.focus()
    page.keyboard.press("Tab")
    focused = page.locator(".body-map__list a:focus")
    expect(focused).to_have_text("Head and face")
    expect(drawn(page, 0, "head").locator(".body-map__shape")).to_have_css("fill", color_of(page, "--color-body-lit"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/conditions-we-treat/#head")


def test_hover_highlights_the_area_in_both_views_and_the_list(browser_context):
    page = browser_context().new_page()
    page.goto("/")
    drawn(page, 0, "knee").locator(".body-map__shape").hover(position={"x": 5, "y": 20}, force=True)
    highlight = color_of(page, "--color-body-lit")
    expect(drawn(page, 1, "knee").locator(".body-map__shape")).to_have_css("fill", highlight)
    expect(page.locator(".body-map__list [data-area=knee]")).to_have_css("background-color", highlight)


def test_links_to_letters_scroll_to_the_letter(browser_context):
    page = browser_context(**PHONE).new_page()
    page.goto("/treatments-we-provide/")
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="A to Z").click()
    page.get_by_role("navigation", name="A to Z").get_by_role("link", name="S", exact=True).click()
    page.wait_for_url(re.compile("#letter-s$"))
    expect(page.get_by_role("heading", name="S", exact=True)).to_be_in_viewport()


def test_areas_are_visible_in_forced_colors(browser_context):
    page = browser_context(forced_colors="active").new_page()
    page.goto("/")
    shape = drawn(page, 0, "knee").locator(".body-map__shape")
    expect(shape).to_have_css("fill", color_of(page, "Canvas"))
    expect(shape).to_have_css("stroke", color_of(page, "LinkText"))


def color_of(page, color):
    """Return the computed value of a color token or system color."""
    return page.evaluate(
        """color => {
            const probe = document.body.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
            probe.style.fill = color.startsWith("--") ? `var(${color})` : color;
            return getComputedStyle(probe).fill;
        }""",
        color,
    )
