"""What a browser test finds wrong on a page for people who see, hear or move differently."""

WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# The four states in which the templates are looked at; the whole sitemap is looked at in one.
STATES = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


def violations(page, rules=WCAG):
    """The rules of WCAG 2.2 AA that the page breaks, as axe-core reports them; empty where there are none.

    The page's context needs `bypass_csp`. Asking for violations alone makes axe several times faster.
    """
    from axe_playwright_python.sync_playwright import Axe  # needs the browser's packages

    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    return found.generate_report() if found.violations_count else ""
