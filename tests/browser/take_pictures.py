"""Takes the pictures one looks at after every change of the look, and those of each block for `docs/editing.md`.

No test: `make pictures` runs it.
"""

import io

from PIL import Image

from ioipm.settings.environment import BASE_DIR, env
from pages.blocks import ConditionBodyBlock, TreatmentBodyBlock

FOLDER = BASE_DIR / env("VAR_DIR") / "pictures"
BLOCKS_FOLDER = BASE_DIR / "docs" / "pictures" / "blocks"
MOST_BYTES = 40_000
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
    "not-found": "/nothing-here/",
    "styleguide": "/styleguide/",
}
PRINTED = ["condition", "condition-of-the-clinic", "treatment"]
WIDTHS = [390, 820, 1440]


def test_take_pictures_of_every_kind_of_page(browser_context):
    FOLDER.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        for width in WIDTHS:
            page = browser_context(width=width, color_scheme=scheme, reduced_motion="reduce").new_page()
            for name, address in PAGES.items():
                page.goto(address)
                page.evaluate("document.fonts.ready")
                page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)
            take_menu(page, FOLDER / f"menu-{width}-{scheme}.png", width)
    print_pages(browser_context().new_page())
    with_large_text(browser_context().new_page())


def take_menu(page, path, width):
    """The longest menu, open."""
    page.goto(PAGES["treatment"])
    if width < 1024:
        page.get_by_role("button", name="Menu", exact=True).click()
    page.locator("[data-submenu] summary").last.click()
    page.screenshot(path=path)


def print_pages(page):
    """The handouts as PDF."""
    for name in PRINTED:
        page.goto(PAGES[name])
        page.pdf(path=FOLDER / f"{name}.pdf", format="Letter", prefer_css_page_size=True)


def with_large_text(page):
    """A condition with text twice as large."""
    page.goto(PAGES["condition"])
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.screenshot(path=FOLDER / "condition-large-text.png", full_page=True)


def test_take_pictures_of_every_block(browser_context):
    BLOCKS_FOLDER.mkdir(parents=True, exist_ok=True)
    page = browser_context(width=720, height=2000, color_scheme="light").new_page()
    page.goto("/styleguide/")
    page.evaluate("document.fonts.ready")
    for name in {**ConditionBodyBlock().child_blocks, **TreatmentBodyBlock().child_blocks}:
        picture = page.locator(f"[data-component={name}]").screenshot()
        path = BLOCKS_FOLDER / f"{name.replace('_', '-')}.png"
        Image.open(io.BytesIO(picture)).quantize(64).save(path, optimize=True)
        assert path.stat().st_size <= MOST_BYTES
