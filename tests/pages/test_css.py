"""Rules that all style sheets keep."""

import re
from pathlib import Path

from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"


def test_color_schemes_differ_in_colors_and_shadows_alone():
    """The browser tests check all rules of WCAG in the light scheme, and the contrast alone in the dark one."""
    with_schemes = [
        file.name for file in CSS.rglob("*.css") if re.search(r"prefers-color-scheme|light-dark\(", read(file))
    ]
    assert with_schemes == ["tokens.css"]
    dark = read(CSS / "tokens.css").partition("prefers-color-scheme: dark")[2].partition("\n}\n")[0]
    names = re.findall(r"^\s*([\w-]+):", dark, re.MULTILINE)
    assert len(names) > 10
    assert [name for name in names if not name.startswith(("--color-", "--shadow"))] == []
    templates = settings.BASE_DIR / "templates"
    assert [file.name for file in templates.rglob("*.html") if "prefers-color-scheme" in read(file)] == []


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
