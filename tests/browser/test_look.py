"""Accessibility and layout: WCAG 2.2 AA, focus, reflow, target sizes, print, layout shifts."""

import re

import pytest
from playwright.sync_api import expect
from wagtail.models import Page

from pages.languages import visible
from tests.browser.accessibility import (
    CONTRAST,
    ENLARGE,
    SCHEMES,
    WIDTHS,
    violations,
    violations_at_any_width,
    violations_of_large_text,
    violations_of_text,
)
from tests.sample import sample

PHONE = {"width": 390, "height": 844}
CONDITION = "/conditions-we-treat/lower-back-pain/"
TYPES = [
    "/",
    "/conditions-we-treat/",
    CONDITION,
    "/treatments-we-provide/",
    "/treatments-we-provide/pirft/",
    "/locations/",
    "/locations/russellville/",
    "/patient-resources/",
    "/privacy/",
    "/contact-us/",
    "/contact-us/?sent=K7M3-9QXD",
    "/newsletter/",
    "/search/?q=pain",
    "/nothing-here/",
    "/styleguide/",
]
OTHERS = ["/search/?q=siatica", "/search/?q=xyzzyx", "/newsletter/unsubscribe/x/", "/newsletter/unsubscribed/"]
NARROWEST = 320
MOST_SHEETS = 4
PRINTED_AREA = {"width": 703, "height": 949}  # of letter paper at 96 dpi, without the margins of static/css/print.css
LOWEST_CARE_CARD = """() => Math.max(...[...document.querySelectorAll(".page-text > .care-card")]
    .map(card => card.getBoundingClientRect().bottom + scrollY))"""
MOST_SHIFT = 0.05  # cumulative layout shift; up to 0.1 is called good (web.dev, “Cumulative Layout Shift”)
PARTS = 4
COLORS = """() => [...document.body.querySelectorAll("*")].filter(element => element.checkVisibility())
    .map(element => getComputedStyle(element)).map(style => [style.color, style.backgroundColor, style.fontSize])"""
SHIFTS = """(() => {
    let sum = 0;
    const add = entries => entries.forEach(entry => { sum += entry.value; });
    const observer = new PerformanceObserver(list => add(list.getEntries()));
    observer.observe({type: "layout-shift", buffered: true});
    window.shifted = () => { add(observer.takeRecords()); return sum; };
})();"""
INK_IN_ZERO = """async family => {
    const font = `100px "${family}"`;
    await document.fonts.load(font);
    const context = new OffscreenCanvas(100, 100).getContext("2d");
    context.font = font;
    const size = context.measureText("0");
    context.fillText("0", 0, 90);
    const middle = [size.width / 2, 90 - size.actualBoundingBoxAscent / 2].map(Math.round);
    return context.getImageData(middle[0] - 5, middle[1] - 15, 10, 30).data.reduce((sum, value) => sum + value, 0);
}"""
FIRST_PAINT = """() => new Promise(done => new PerformanceObserver(list => {
    if (list.getEntriesByName("first-contentful-paint").length) done();
}).observe({type: "paint", buffered: true}))"""
NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))))"
SMALL_SCREENS = {
    "phone at 200 % zoom": (195, 422),
    "window at 400 % zoom": (320, 256),
    "phone held sideways": (844, 390),
    "narrow phone": (320, 640),
}
# What is not on the first screen, or is covered: the heading, and the first line of the text after it.
NOT_ON_FIRST_SCREEN = """() => {
    const heading = document.querySelector("main h1");
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const isText = node => node.textContent.trim() && node.parentElement.checkVisibility() &&
        heading.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING && !heading.contains(node);
    while (texts.nextNode() && !isText(texts.currentNode));
    const linesOf = node => { const range = document.createRange(); range.selectNodeContents(node);
        return [...range.getClientRects()].filter(box => box.width > 1); };
    const isSeen = box => box.top >= 0 && box.bottom <= innerHeight &&
        document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.closest("main");
    const [first] = linesOf(texts.currentNode);
    return [...linesOf(heading), first].filter(box => !isSeen(box)).map(box => `${box.top}–${box.bottom}`);
}"""
FOCUSED = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const box = element.getBoundingClientRect();
    // Of a tall field the line one types in.
    const [x, y] = [box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 20)];
    const top = document.elementFromPoint(x, y);
    const seen = top && (element.contains(top) || top.contains(element));
    const style = getComputedStyle(element);
    const marked = style.outlineStyle !== "none" || style.boxShadow !== "none";
    return {name: element.textContent.trim().slice(0, 40) || element.id, seen, marked,
        inFooter: Boolean(element.closest(".footer"))};
}"""
SMALL = """() => [...document.querySelectorAll("nav a, .button, button, summary, .page-list a, .footer a")]
    .filter(element => element.checkVisibility({visibilityProperty: true}) && !element.closest("p:not(.buttons)"))
    .map(element => [element.textContent.trim(), element.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height < 43.9)
    .map(([text, box]) => `${text}: ${box.height}`)"""


def addresses(page):
    """Return the addresses of the sitemap, or a sample of them."""
    sitemap = page.request.get("/sitemap.xml").text()
    found = re.findall(r"<loc>https://[^/]+([^<]+)</loc>", sitemap)
    assert len(found) > 45
    return sample(found)


def test_every_type_of_page_is_among_those_that_are_checked_completely(db):
    pages = visible(Page.objects.filter(depth__gt=1), "en").specific()
    assert {type(page) for page in pages} == {type(page) for page in pages if page.get_url() in TYPES}


@pytest.mark.parametrize("part", range(PARTS))  # several processes share the work of the longest test
@pytest.mark.slow
def test_no_type_of_page_breaks_a_rule_of_wcag_at_any_width(browser_context, part):
    page = browser_context(bypass_csp=True).new_page()
    for address in TYPES[part::PARTS]:
        page.goto(address)
        assert violations_at_any_width(page) == {}, address


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.slow
def test_no_text_of_a_page_breaks_a_rule_of_wcag(browser_context, part):
    """Pages of one type have the same parts: the style guide shows them all, and their type is checked above."""
    page = browser_context(bypass_csp=True).new_page()
    for address in sorted({*addresses(page)} - {*TYPES})[part::PARTS]:
        page.goto(address)
        assert violations_of_text(page) == "", address


def test_form_with_mistakes_breaks_no_rule_of_wcag_at_any_width(browser_context):
    page = browser_context(bypass_csp=True).new_page()
    page.goto("/contact-us/")
    page.get_by_label("E-mail address").first.fill("me")
    page.get_by_role("button", name="Send message").click()
    page.locator(".error-summary").wait_for()
    assert violations_at_any_width(page) == {}


@pytest.mark.slow
def test_no_handout_is_hard_to_read(browser_context):
    page = browser_context(bypass_csp=True).new_page()
    for address in TYPES:
        page.goto(address)
        colors = []
        for scheme in SCHEMES:
            page.emulate_media(media="print", color_scheme=scheme, reduced_motion="reduce")
            colors.append(page.evaluate(COLORS))
        assert colors[0] == colors[1], f"{address} on paper in the dark scheme"
        assert violations(page, CONTRAST) == "", f"{address} on paper"


@pytest.mark.slow
def test_open_menu_breaks_no_rule_of_wcag_at_any_width(browser_context):
    page = browser_context(bypass_csp=True).new_page()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(CONDITION)
        if width < 1024:
            page.get_by_role("button", name="Menu", exact=True).click()
        page.locator("[data-submenu] summary").first.click()
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert violations(page, rules) == "", f"at {width} px, {scheme}"
        if width == WIDTHS[0]:
            assert violations_of_large_text(page) == ""
            page.set_viewport_size({"width": NARROWEST, "height": 900})
            menu = page.locator("#menu")
            assert menu.evaluate("menu => menu.scrollWidth <= menu.clientWidth"), "the menu with large text"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.slow
def test_everything_is_reached_by_keyboard_with_a_focus_one_sees(browser_context, width):
    page = browser_context(width=width, height=800, reduced_motion="reduce").new_page()
    for address in TYPES:
        page.goto(address)
        walk = []
        if address != TYPES[0]:  # header and footer are the same on every page
            page.locator("#main").focus()
        for _step in range(400):
            page.keyboard.press("Tab")
            stop = page.evaluate(FOCUSED)
            if stop is None or (stop["inFooter"] and address != TYPES[0]):
                break
            walk.append(stop)
        assert address != TYPES[0] or walk[0]["name"] == "Skip to the text"
        assert [stop["name"] for stop in walk if not (stop["seen"] and stop["marked"])] == [], address
        links = page.locator(".main a:visible:not([tabindex='-1'])").count()
        assert len(walk) >= links


@pytest.mark.slow
def test_nothing_scrolls_sideways_on_any_page_at_320_pixels_with_text_of_any_size(browser_context):
    page = browser_context(width=NARROWEST).new_page()
    for address in {*addresses(page), *TYPES, *OTHERS}:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST, address
        page.evaluate(ENLARGE)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST, f"{address} with large text"


@pytest.mark.slow
def test_no_page_sets_a_cookie_or_sends_a_request_to_another_host(browser_context):
    page = browser_context().new_page()
    for address in [*TYPES, *OTHERS]:
        page.goto(address)
    assert page.context.cookies() == []
    # `browser_context` fails on requests to other hosts, here and in the tests that open every page.


@pytest.mark.slow
def test_text_twice_as_large_scrolls_nothing_sideways_and_is_on_the_first_screen(enlarged_page):
    for address in TYPES:
        enlarged_page.goto(address)
        for width in [NARROWEST, *WIDTHS]:
            enlarged_page.set_viewport_size({"width": width, "height": 900})
            assert enlarged_page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at {width} px"
            assert enlarged_page.evaluate(NOT_ON_FIRST_SCREEN) == [], f"{address} at {width} px"
        assert enlarged_page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 36


@pytest.mark.slow
def test_text_of_every_page_is_on_the_first_screen_of_small_screens(browser_context):
    page = browser_context().new_page()
    for address in TYPES:
        page.goto(address)
        for name, (width, height) in SMALL_SCREENS.items():
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(NOT_ON_FIRST_SCREEN) == [], f"{address}, {name}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address}, {name}"


@pytest.mark.slow
def test_targets_on_a_phone_are_as_high_as_a_thumb_is_wide(browser_context):
    page = browser_context(**PHONE).new_page()
    for address in TYPES:
        page.goto(address)
        assert page.evaluate(SMALL) == [], address
    page.get_by_role("button", name="Menu", exact=True).click()
    page.locator("[data-submenu] summary").first.click()
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.slow
def test_call_button_is_at_the_foot_of_a_phone_wherever_one_reads(browser_context, javascript):
    page = browser_context(**PHONE, java_script_enabled=javascript).new_page()
    page.goto(CONDITION)
    for _screen in range(3):
        box = page.locator(".call-bar a").first.bounding_box()
        assert box["y"] > PHONE["height"] * 2 / 3
        assert box["y"] + box["height"] <= PHONE["height"]
        page.mouse.wheel(0, 2000)


class HeldFonts:
    """Let the fonts arrive after the browser has shown the page without them."""

    def __init__(self, page):
        self.page, self.held = page, []
        page.route("**/*.woff2", self.hold)

    def hold(self, route):
        if self.held is None:
            route.continue_()
        else:
            self.held.append(route)

    def open(self, address):
        self.held = []
        self.page.goto(address, wait_until="domcontentloaded")
        self.page.evaluate(FIRST_PAINT)
        assert self.held, "the page has asked for its fonts"
        for route in self.held:
            route.continue_()
        self.held = None
        self.page.wait_for_load_state()
        self.page.evaluate(f"document.fonts.ready.then({NEXT_FRAME})")


def test_zero_has_no_slash(browser_context):
    page = browser_context().new_page()
    page.goto("/locations/russellville/")
    assert page.evaluate(INK_IN_ZERO, "Atkinson Hyperlegible Next") == 0
    assert page.evaluate(INK_IN_ZERO, "Literata") == 0


def test_area_filter_shows_each_condition_once_and_works_without_javascript(browser_context):
    page = browser_context(java_script_enabled=False).new_page()
    page.goto("/conditions-we-treat/")
    cards = page.locator("#by-body-area .page-list a:visible")
    expect(cards).to_have_count(15)
    expect(page.get_by_role("link", name="Arthritis")).to_be_hidden()
    page.get_by_role("link", name="Knee", exact=True).click()
    expect(page.get_by_role("heading", name="Knee")).to_be_in_viewport()
    expect(cards.first).to_contain_text("Joints/Bursa Pain")
    assert cards.count() < 15
    page.get_by_role("link", name="Show all conditions").click()
    expect(cards).to_have_count(15)
    page.get_by_role("link", name="A to Z", exact=True).click()
    expect(page.get_by_role("navigation", name="A to Z")).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.slow
def test_nothing_jumps_when_the_fonts_arrive(browser_context, width):
    context = browser_context(width=width, height=900)
    context.add_init_script(SHIFTS)
    page = context.new_page()
    fonts = HeldFonts(page)
    for address in TYPES:
        fonts.open(address)
        assert page.evaluate("window.shifted()") < MOST_SHIFT, address


def test_contents_follow_the_reader(browser_context):
    page = browser_context(width=1280, reduced_motion="reduce").new_page()
    page.goto(CONDITION)
    contents = page.get_by_role("navigation", name="On this page")
    link = contents.get_by_role("link", name="Treatments for lower back pain")
    expect(link).not_to_have_attribute("aria-current", "location")
    page.get_by_role("heading", name="Interventional Treatments").evaluate("heading => heading.scrollIntoView()")
    expect(link).to_have_attribute("aria-current", "location")
    expect(page.locator(".contents [aria-current]")).to_have_count(1)


def test_contents_are_folded_on_a_phone_and_open_without_javascript(browser_context):
    page = browser_context(**PHONE, java_script_enabled=False).new_page()
    page.goto(CONDITION)
    link = page.get_by_role("navigation", name="On this page").get_by_role("link").last
    expect(link).to_be_hidden()
    page.get_by_role("main").get_by_text("On this page").click()
    link.click()
    expect(page.get_by_role("heading", name="Together we can do it")).to_be_in_viewport()


def test_print_button_is_there_only_where_it_works(browser_context):
    name = "Print or save this page"
    with_script = browser_context().new_page()
    with_script.add_init_script("window.print = () => { window.printed = true; }")
    with_script.goto(CONDITION)
    with_script.get_by_role("button", name=name).click()
    assert with_script.evaluate("window.printed")
    without = browser_context(java_script_enabled=False).new_page()
    without.goto(CONDITION)
    expect(without.get_by_text(name)).to_be_hidden()


@pytest.mark.slow
def test_every_condition_and_treatment_prints_on_four_sheets_with_the_signs_of_danger_on_the_first(browser_context):
    page = browser_context(**PRINTED_AREA).new_page()
    page.emulate_media(media="print")
    for address in addresses(page):
        if address.count("/") == 3 and address.startswith(("/conditions", "/treatments")):
            page.goto(address)
            assert page.evaluate(LOWEST_CARE_CARD) <= PRINTED_AREA["height"], address
            sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter", prefer_css_page_size=True)))
            assert sheets <= MOST_SHEETS, f"{address}: {sheets}"


def test_handout_says_whose_it_is_and_leaves_out_what_paper_cannot_do(browser_context):
    page = browser_context().new_page()
    page.goto(CONDITION)
    handout = page.locator(".handout")
    expect(handout).to_be_hidden()
    page.emulate_media(media="print")
    expect(handout).to_contain_text("Institute of Interventional Pain Management")
    expect(handout).to_contain_text("479-967-7770")
    expect(handout).to_contain_text("https://www.ioipm.example/conditions-we-treat/lower-back-pain/")
    expect(page.locator(".handout-notes")).to_be_visible()
    for gone in (".header", ".page-aside", ".related", ".footer", ".call-bar", ".button:visible"):
        expect(page.locator(gone)).to_be_hidden()
