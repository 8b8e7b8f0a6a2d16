"""Write texts and times into files for spreadsheet programs, so that they arrive as they are."""

import csv
import datetime
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.views.mixins import Echo, SpreadsheetExportMixin

from pages.clinic_time import exported_time
from pages.typed_text import clean_text

# The characters that begin a formula, also in their full-width forms (OWASP, CSV injection).
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
# The same after a character at which a program may split lines into cells, though the file has commas and quotes.
FORMULA_AFTER_SEPARATOR = re.compile(r"(?<=[;\t\n])([ \u00a0]*)(?=[=+\-@＝＋－＠])")
# Without these words and signs nothing is left of a number, an amount, a date, a time or a fraction.
PARTS_OF_NUMBERS = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|[ap]\.?m?\b\.?|e|[\d\s.,:/%$€£¥()+\-−'’]", re.IGNORECASE
)
DIGIT = re.compile(r"\d")
MAXIMUM_NUMBER_LENGTH = 255  # characters
# Spreadsheet programs keep a phone number with separators as text.
PHONE = re.compile(r"\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}")
BYTE_ORDER_MARK = "\ufeff".encode()  # without it, Excel shows accented letters wrong


def escape_formula(text: str) -> str:
    """Return the text without invisible characters, and with an apostrophe before it if it begins like a formula.

    For cells that are marked as text, such as those of our XLSX files.
    """
    text = clean_text(text).replace("\0", "")
    return f"'{text}" if FORMULA.match(text) else text


def csv_text(text: str) -> str:
    """Return the text for a CSV file, with an apostrophe if a spreadsheet program would read it as anything but text.

    Besides formulas these are numbers, dates and truth values: a ZIP code would lose its zero, and the reference
    `2E45-6789` or `MAY2-3456` its meaning. CSV has no other way to mark a cell as text.
    """
    text = escape_formula(text)
    if ";" in text or "\n" in text or "\t" in text:
        text = FORMULA_AFTER_SEPARATOR.sub(r"\1'", text)
    return f"'{text}" if not text.startswith("'") and _is_read_as_number(text) else text


def _is_read_as_number(text: str) -> bool:
    if len(text) > MAXIMUM_NUMBER_LENGTH:
        return False
    if not DIGIT.search(text):
        return text.strip().casefold() in ("true", "false")
    return not PHONE.fullmatch(text.strip()) and not PARTS_OF_NUMBERS.sub("", text)


class SafeExportMixin(SpreadsheetExportMixin):
    """Wagtail's export of a list as CSV or XLSX, with texts and times that arrive as they are."""

    custom_value_preprocess = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        datetime.datetime: dict.fromkeys(SpreadsheetExportMixin.FORMATS, exported_time),
        str: {SpreadsheetExportMixin.FORMAT_CSV: csv_text, SpreadsheetExportMixin.FORMAT_XLSX: escape_formula},
        type(None): dict.fromkeys(SpreadsheetExportMixin.FORMATS, lambda _none: ""),
    }

    def stream_csv(self, queryset: QuerySet) -> Iterator[bytes]:
        """Yield the CSV file, with each cell in quotes, so that no character in a cell begins another cell."""
        writer = csv.DictWriter(Echo(), self.list_export, quoting=csv.QUOTE_ALL)
        heading: dict[str, Any] = {name: csv_text(self.get_heading(queryset, name)) for name in self.list_export}
        yield BYTE_ORDER_MARK + writer.writerow(heading)
        for item in queryset:
            yield self.write_csv_row(writer, self.to_row_dict(item))
