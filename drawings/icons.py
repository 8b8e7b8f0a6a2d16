"""Make the icons and the social card from their sources: `make icons`.

Needs Chromium, which is looked for where the tests look for it, and named in CHROMIUM where it is elsewhere.
"""

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from drawings.write import FOLDER as DRAWINGS_FOLDER

IMAGES = DRAWINGS_FOLDER.parent
SOURCES = Path(__file__).resolve().parent / "sources"
FAVICONS = {16: SOURCES / "favicon-16.svg", 32: IMAGES / "favicon.svg", 48: IMAGES / "favicon.svg"}
APP_ICONS = {"apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}
CARD = (1200, 630)


def make():
    """Write favicon.ico, the icons of phones, and the card that social networks show."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        sys.exit("Chromium is not installed (Debian: chromium), or name it in CHROMIUM")
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=sandbox)
        page = browser.new_page()
        write_favicon([picture_of(page, file, size) for size, file in FAVICONS.items()])
        for name, size in APP_ICONS.items():
            save(picture_of(page, SOURCES / "app-icon.svg", size), IMAGES / name)
        save(card(page), IMAGES / "social-card.png")
        browser.close()


def picture_of(page, file, size):
    """Return the SVG file as a picture of so many pixels, transparent where it is empty."""
    page.set_viewport_size({"width": size, "height": size})
    svg = file.read_text(encoding="utf-8").replace(
        "<svg ", f'<svg width="{size}" height="{size}" style="display:block" ', 1
    )
    page.set_content(f"<body style='margin:0'>{svg}")
    return Image.open(io.BytesIO(page.screenshot(omit_background=True)))


def card(page):
    """Return the social card as a picture."""
    page.set_viewport_size(dict(zip(("width", "height"), CARD, strict=True)))
    source = SOURCES / "social-card.html"
    drawing = (DRAWINGS_FOLDER / "spine.svg").read_text(encoding="utf-8")
    filled = source.with_name(".social-card.filled.html")
    filled.write_text(source.read_text(encoding="utf-8").replace("{drawing}", drawing), encoding="utf-8")
    try:
        page.goto(filled.as_uri())
        return Image.open(io.BytesIO(page.screenshot()))
    finally:
        filled.unlink()


def write_favicon(pictures):
    """Write one file with all the sizes, each drawn for itself."""
    *smaller, largest = pictures
    sizes = [picture.size for picture in pictures]
    largest.save(IMAGES / "favicon.ico", sizes=sizes, append_images=smaller)


def save(picture, file):
    """Write a picture with no more colors than it needs."""
    picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    make()
