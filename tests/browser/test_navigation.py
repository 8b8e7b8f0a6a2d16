"""Menu, skip link and layout work without JavaScript, with the keyboard and on a phone."""

import pytest

PHONE = {"width": 390, "height": 844}
PAGES = [
    "/",
    "/conditions-we-treat/",
    "/conditions-we-treat/mid-back-pain/",
    "/treatments-we-provide/pirft/",
    "/locations/russellville/",
    "/privacy/",
    "/search/?q=pain",
    "/nothing-here/",
]


@pytest.mark.parametrize("javascript", [True, False])
def test_page_can_be_opened_from_the_menu_on_a_phone(browser_context, javascript):
    page = browser_context(**PHONE, java_script_enabled=javascript).new_page()
    page.goto("/")
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_text("Conditions We Treat", exact=True).first.click()
    page.get_by_role("link", name="Mid-Back Pain").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Mid-Back Pain"


def test_menu_can_be_closed_on_a_phone(browser_context):
    page = browser_context(**PHONE).new_page()
    page.goto("/")
    menu = page.get_by_role("navigation", name="Main menu")
    assert not menu.is_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    assert menu.is_visible()
    page.get_by_role("button", name="Close menu").click()
    assert not menu.is_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_submenu_works_with_the_keyboard(browser_context, javascript):
    page = browser_context(java_script_enabled=javascript).new_page()
    page.goto("/")
    page.get_by_text("Treatments We Provide", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="PIRFT").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/treatments-we-provide/pirft/")


def test_submenu_closes_on_escape_and_on_a_click_outside(browser_context):
    page = browser_context().new_page()
    page.goto("/")
    submenu = page.locator("[data-submenu]").first
    summary = submenu.locator("summary")
    summary.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert submenu.get_attribute("open") is None
    assert summary.evaluate("element => element === document.activeElement")
    summary.click()
    page.get_by_role("contentinfo").click(position={"x": 5, "y": 5})
    assert submenu.get_attribute("open") is None
    summary.click()
    page.locator("[data-submenu]").last.locator("summary").click()
    assert submenu.get_attribute("open") is None


def test_skip_link_comes_first_and_moves_focus_to_the_text(browser_context):
    page = browser_context().new_page()
    page.goto("/conditions-we-treat/mid-back-pain/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.slow
def test_no_page_scrolls_sideways(browser_context):
    page = browser_context().new_page()
    for address in PAGES:
        page.goto(address)
        for width in (320, 390, 820, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at {width} px"


@pytest.mark.slow
def test_every_link_of_the_menu_and_the_notices_leads_to_a_page(browser_context):
    page = browser_context().new_page()
    page.goto("/")
    addresses = page.eval_on_selector_all(".menu__list a, .notices a", "links => links.map(link => link.href)")
    assert len(addresses) > 40
    assert {address for address in addresses if page.request.get(address).status != 200} == set()
