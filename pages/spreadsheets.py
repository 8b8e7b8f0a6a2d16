"""Protection against formulas in exported spreadsheets."""

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# Text that a spreadsheet program reads as the beginning of a formula, also in full-width characters, and also after the
# characters that it skips (OWASP, CSV injection).
FORMULA = re.compile(r"[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")


def harmless(text: str) -> str:
    """Return the text without control characters, and with an apostrophe before a formula, so that it is not run."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if FORMULA.match(text) else text
