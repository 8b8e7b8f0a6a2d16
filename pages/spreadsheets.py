"""Keeps what people typed from doing harm in a spreadsheet program."""

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# What a spreadsheet program takes for the beginning of a formula, in wide forms too, and after what it
# skips before it looks (OWASP, CSV injection).
FORMULA = re.compile(r"[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")


def harmless(text):
    """Return the text without control characters, behind an apostrophe where a program would compute it."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if FORMULA.match(text) else text
