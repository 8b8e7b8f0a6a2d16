"""What a browser test finds wrong on a page for people who see, hear or move differently."""

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe

WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
# How every page is looked at: on a phone, a tablet and a desk, by day and by night.
WIDTHS = [390, 820, 1440]
SCHEMES = ["light", "dark"]


def violations(page, rules=WCAG):
    """The rules of WCAG 2.2 AA that the page breaks, as axe-core reports them; empty where there are none.

    The page's context needs `bypass_csp`. Asking for violations alone, and not loading the stylesheet and all it
    imports once more for rules that we do not ask for, makes axe ten times faster.
    """
    axe = Axe("" if page.evaluate("'axe' in window") else AXE_SCRIPT)
    found = axe.run(page, options={"runOnly": rules, "resultTypes": ["violations"], "preload": False})
    return found.generate_report() if found.violations_count else ""


def violations_at_any_width(page, rules=WCAG):
    """The same at each of the widths, by width; empty where there are none. The page keeps the last width."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = violations(page, rules)
    return {width: report for width, report in found.items() if report}
