"""Read all objects of a PDF, and refuse a PDF that does more than show pages."""

import re
from io import BytesIO
from zipfile import is_zipfile

import pikepdf
from actions import raise_if_active
from refusal import Refused
from streams import StreamSizes

MAXIMUM_OBJECTS = 150_000
# qpdf keeps each object that was read, at about 2 KB each. So the document is opened again after this many objects.
OBJECTS_AT_A_TIME = 25_000

OTHER_FORMATS = (b"<html", b"<!doctype", b"<script", b"<svg", b"<?php")
# “<%” alone occurs by chance in compressed data. Code begins with a word.
SERVER_CODE = re.compile(rb"<%[@=!-]*\s*[a-z]{2}")
STREAM = re.compile(rb"stream\r?\n.*?(endstream|\Z)", re.DOTALL)
# Before “%PDF-” only blank space or a byte-order mark may occur, and after “%%EOF” only blank space, NUL or Ctrl-Z.
AFTER_THE_END = b"\0\t\n\f\r \x1a"


def check(content: bytes) -> bytes:
    """Return b"", because a PDF is stored unchanged. Raises `Refused`, or an error of pikepdf for a damaged PDF."""
    _raise_if_other_format(content)
    pdf = _open(content)
    table = pdf.get_xref_table()
    if len(table) > MAXIMUM_OBJECTS:
        raise Refused("too_large")
    if not len(pdf.pages):
        raise Refused("damaged")
    sizes = StreamSizes()
    sizes.check_object_streams(pdf, table)
    raise_if_active(pdf.trailer)
    places = list(table)
    for start in range(0, len(places), OBJECTS_AT_A_TIME):
        if start:
            pdf = _open(content)
        for place in places[start : start + OBJECTS_AT_A_TIME]:
            item = pdf.get_object(place)
            raise_if_active(item)
            if isinstance(item, pikepdf.Stream):
                sizes.check(item)
    return b""


def _open(content: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused("password") from error


def _raise_if_other_format(content: bytes) -> None:
    """Refuse a file that is a PDF and at the same time another kind of file.

    The other file can be at the beginning, in a comment, or at the end.
    """
    beginning = content[:1024].lower()
    is_code = any(words in beginning for words in OTHER_FORMATS) or SERVER_CODE.search(STREAM.sub(b"", beginning))
    if is_code or is_zipfile(BytesIO(content)):
        raise Refused("something_else")
    _before, end, after = content.rpartition(b"%%EOF")
    if not end:
        raise Refused("damaged")
    if after.strip(AFTER_THE_END):
        raise Refused("something_else")
