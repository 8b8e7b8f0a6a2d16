"""Render the icons and the social card from their sources: `make icons`.

This needs Chromium. Set the environment variable CHROMIUM to its path if it is not in PATH.
"""

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

SOURCES = Path(__file__).resolve().parent / "sources"
IMAGES = SOURCES.parent.parent / "static" / "img"
FAVICONS = {16: SOURCES / "favicon-16.svg", 32: IMAGES / "favicon.svg", 48: IMAGES / "favicon.svg"}
APP_ICONS = {"apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}
CARD = (1200, 630)


def make() -> None:
    """Write favicon.ico, the icons for phones, and the image that social networks show for a link."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        sys.exit("Chromium was not found. Install it (Debian: chromium), or set CHROMIUM to its path.")
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=sandbox)
        page = browser.new_page()
        write_favicon([render_svg(page, file, size) for size, file in FAVICONS.items()])
        for name, size in APP_ICONS.items():
            save(render_svg(page, SOURCES / "app-icon.svg", size), IMAGES / name)
        save(card(page), IMAGES / "social-card.png")
        browser.close()


def render_svg(page: Page, file: Path, size: int) -> Image.Image:
    """Return the SVG file as a square image of `size` pixels with a transparent background."""
    page.set_viewport_size({"width": size, "height": size})
    svg = file.read_text(encoding="utf-8").replace(
        "<svg ", f'<svg width="{size}" height="{size}" style="display:block" ', 1
    )
    page.set_content(f"<body style='margin:0'>{svg}")
    return Image.open(io.BytesIO(page.screenshot(omit_background=True)))


def card(page: Page) -> Image.Image:
    """Return the social card as an image of 1200 by 630 pixels."""
    page.set_viewport_size({"width": CARD[0], "height": CARD[1]})
    source = SOURCES / "social-card.html"
    drawing = (IMAGES / "illustrations" / "spine.svg").read_text(encoding="utf-8")
    filled = source.with_name(".social-card.filled.html")
    filled.write_text(source.read_text(encoding="utf-8").replace("{drawing}", drawing), encoding="utf-8")
    try:
        page.goto(filled.as_uri())
        return Image.open(io.BytesIO(page.screenshot()))
    finally:
        filled.unlink()


def write_favicon(images: list[Image.Image]) -> None:
    """Write favicon.ico with one image per size. The last image must be the largest."""
    *smaller, largest = images
    sizes = [image.size for image in images]
    largest.save(IMAGES / "favicon.ico", sizes=sizes, append_images=smaller)


def save(image: Image.Image, file: Path) -> None:
    """Write an image as a PNG file with a palette of at most 128 colors."""
    image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    make()
