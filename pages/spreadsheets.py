"""Escape formulas in text that is exported to a spreadsheet program."""

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# The characters that begin a formula, also in their full-width forms, and the invisible characters that spreadsheet
# programs ignore before them (OWASP, CSV injection).
FORMULA = re.compile(r"[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")


def escape_formula(text: str) -> str:
    """Return the text without control characters, and with an apostrophe before it if it begins like a formula."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if FORMULA.match(text) else text
