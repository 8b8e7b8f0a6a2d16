"""Contrast of the design's colors, computed from the tokens: WCAG 2.2, 1.4.6 (AAA) for text, 1.4.11 for controls."""

import re
from math import cos, radians, sin

import pytest

from ioipm.settings.environment import BASE_DIR

TOKENS = (BASE_DIR / "static/css/tokens.css").read_text(encoding="utf-8")
COLOR = re.compile(r"--color-([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")
ALIAS = re.compile(r"--color-([\w-]+): var\(--color-([\w-]+)\)")
BACKGROUNDS = ["page", "surface", "tint", "card"]
TEXT = [
    *[(text, background) for text in ("text", "text-soft", "heading", "link") for background in BACKGROUNDS],
    *[("error", background) for background in ("page", "card", "surface")],
    ("text", "alarm-surface"),
    ("text", "body"),
    ("on-brand", "brand"),
    ("on-brand", "brand-lit"),
    ("on-alarm", "alarm"),
    ("on-focus", "focus"),
    ("page", "body-lit"),
]
CONTROLS = [
    *[("edge", background) for background in BACKGROUNDS],
    *[("accent", background) for background in BACKGROUNDS],
    ("error", "card"),
    ("success", "card"),
    ("body-line", "card"),
    ("on-focus", "focus"),
]


def colors(scheme):
    """Return the colors of a scheme as OKLCH triples, by name."""
    light, dark = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
    text = light if scheme == "light" else light + dark.partition("@media")[0]
    found = {name: tuple(map(float, values)) for name, *values in COLOR.findall(text)}
    return found | {name: found[other] for name, other in ALIAS.findall(text)}


def luminance(color):
    """Return the relative luminance of an OKLCH color, clipped to sRGB (WCAG 2.2; https://bottosson.github.io/posts/oklab/)."""
    lightness, chroma, hue = color
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    l, m, s = (  # noqa: E741
        (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    )
    red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s
    green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s
    blue = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
    red, green, blue = (min(1, max(0, part)) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Return the contrast ratio of two colors, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_defines_it():
    assert contrast((1, 0, 0), (0, 0, 0)) == pytest.approx(21, abs=0.01)
    assert contrast((0.5999, 0, 0), (1, 0, 0)) == pytest.approx(3.95, abs=0.05)  # #808080 on white


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 7), (CONTROLS, 3)])
def test_contrast_of_colors_is_high_enough(scheme, pairs, least):
    known = colors(scheme)
    found = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in pairs}
    assert {pair: value for pair, value in found.items() if value < least} == {}


def test_only_tokens_css_defines_colors():
    named = re.compile(r"oklch\(|rgba?\(|hsla?\(|#[0-9a-f]{3,8}\b", re.IGNORECASE)
    files = [file for file in (BASE_DIR / "static/css").rglob("*.css") if file.name != "tokens.css"]
    assert [file.name for file in files if named.search(file.read_text(encoding="utf-8"))] == []
