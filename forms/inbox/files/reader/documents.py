"""Reads a PDF to its last object, and refuses what does more than show pages."""

import zlib
from io import BytesIO
from zipfile import is_zipfile

import pikepdf
from refusal import Refused

UNPACKED = 200 * 1024 * 1024
DEEPEST = 50

# ISO 32000-2, 12.6.4: actions that run code, start programs, open other files or send what was typed.
ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"}
CARRIERS = {"/JS", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"}
OTHER_LANGUAGES = (b"<html", b"<!doctype", b"<script", b"<svg", b"<?php", b"<%")


def check(content):
    """Return b"": a PDF is kept as it came. Raises `Refused`, or an error of pikepdf where it cannot be read."""
    _is_nothing_else(content)
    try:
        pdf = pikepdf.open(BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused("password") from error
    if not len(pdf.pages):
        raise Refused("damaged")
    left = UNPACKED
    _look_into(pdf.trailer, 0)
    for item in pdf.objects:
        _look_into(item, 0)
        if isinstance(item, pikepdf.Stream):
            left -= _unpacked_size(item, left)
            if left <= 0:
                raise Refused("too_large")
    return b""


def _is_nothing_else(content):
    """A file that is a PDF and something else at once begins with it, hides it in a comment, or ends with it."""
    beginning = content[:1024].lower()
    if any(words in beginning for words in OTHER_LANGUAGES) or is_zipfile(BytesIO(content)):
        raise Refused("something_else")
    _before, end, after = content.rpartition(b"%%EOF")
    if not end:
        raise Refused("damaged")
    if after.strip(b"\0\t\n\f\r "):
        raise Refused("something_else")


def _look_into(item, depth):
    if depth > DEEPEST:
        raise Refused("too_large")
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        keys = set(item.keys())
        if keys & CARRIERS or ("/S" in keys and str(item["/S"]) in ACTIONS):
            raise Refused("active")
        parts = [item[key] for key in keys]
    elif isinstance(item, pikepdf.Array):
        parts = list(item)
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _look_into(part, depth + 1)


def _unpacked_size(stream, most):
    """How many bytes the stream becomes, counted no further than `most`: it is never held in memory as a whole."""
    filters = stream.get("/Filter", [])
    names = [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    if names.count("/FlateDecode") > 1:
        raise Refused("too_large")
    if names[:1] != ["/FlateDecode"]:
        return 0
    unpacker, packed, size = zlib.decompressobj(), stream.read_raw_bytes(), 0
    try:
        while packed and size < most:
            size += len(unpacker.decompress(packed, 1024 * 1024))
            packed = unpacker.unconsumed_tail
    except zlib.error:  # viewers show as much of it as there is
        pass
    return size
