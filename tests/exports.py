"""Read exported CSV and XLSX files by the names of their columns."""

import csv
import io

from openpyxl import load_workbook

KINDS = ("csv", "xlsx")


def table_of(content, kind):
    """Return the heading and the rows of an exported file, each a list of texts."""
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(content)).active
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def rows_of(content, kind):
    """Return the rows of an exported file, each a dict by the name of the column, which no two columns share."""
    heading, *rows = table_of(content, kind)
    assert len(set(heading)) == len(heading), heading
    return [dict(zip(heading, row, strict=True)) for row in rows]
