"""Check a page against WCAG 2.2 AA with axe-core."""

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe

WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
WIDTHS = [390, 820, 1440]  # a phone, a tablet and a desktop
# The rules are checked on a phone and a desktop, in both color schemes: a tablet shows the parts of one of these.
CHECKED_WIDTHS = [390, 1440]
SCHEMES = {"light": WCAG, "dark": CONTRAST}
# The rules whose result depends on sizes and places. The others read the document, which is the same with large text.
LAYOUT = {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]}
ENLARGE = "document.documentElement.style.fontSize = '200%'"
# What is around the text of a page is the same on every page.
AROUND_THE_TEXT = {"exclude": [[".header"], [".contact"], [".footer"]]}


def violations(page, rules=WCAG, part=None):
    """Return the report of axe-core on the rules that the page breaks; "" if it breaks none.

    `part` limits the check to a part of the page, as a context of axe-core.

    The page's context needs `bypass_csp`. `resultTypes` and `preload` make axe ten times faster: it reports violations
    only, and does not load the style sheets again for rules that are not checked.
    """
    axe = Axe("" if page.evaluate("'axe' in window") else AXE_SCRIPT)
    found = axe.run(page, part, options={"runOnly": rules, "resultTypes": ["violations"], "preload": False})
    return found.generate_report() if found.violations_count else ""


def violations_of_text(page):
    """Return the report on the text of a page whose type was checked at any width: once, at the width of a phone."""
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return violations(page, part=AROUND_THE_TEXT)


def violations_of_large_text(page):
    """Return the report on the open page at the width of a phone, after its text was enlarged to 200 %."""
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.evaluate(ENLARGE)
    return violations(page, LAYOUT)


def violations_at_any_width(page):
    """Return the violations by width and color scheme, and those of large text; empty if there are none.

    The page keeps the last scheme and width, and its large text.

    Motion is reduced, so that colors do not fade while they are measured.
    In the dark scheme only the contrast is checked: nothing but colors differs, which `tests/pages/test_css.py` checks.
    """
    found = {}
    for scheme, rules in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in CHECKED_WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[width, scheme] = violations(page, rules)
    found["large text"] = violations_of_large_text(page)
    return {key: report for key, report in found.items() if report}
