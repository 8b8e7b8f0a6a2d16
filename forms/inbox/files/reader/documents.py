"""Read all objects of a PDF, and refuse a PDF that does more than show pages."""

import zlib
from io import BytesIO
from zipfile import is_zipfile

import pikepdf
from refusal import Refused

MAXIMUM_UNPACKED_BYTES = 200 * 1024 * 1024
MAXIMUM_DEPTH = 50
CHUNK_SIZE = 1024 * 1024  # bytes

# ISO 32000-2, 12.6.4: actions that run code, start programs, open other files or send form data.
ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/RichMediaExecute"}
# Keys of objects that contain scripts or other files.
FORBIDDEN_KEYS = {"/JS", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"}
OTHER_FORMATS = (b"<html", b"<!doctype", b"<script", b"<svg", b"<?php", b"<%")


def check(content: bytes) -> bytes:
    """Return b"", because a PDF is stored unchanged. Raises `Refused`, or an error of pikepdf for a damaged PDF."""
    _raise_if_other_format(content)
    try:
        pdf = pikepdf.open(BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused("password") from error
    if not len(pdf.pages):
        raise Refused("damaged")
    bytes_left = MAXIMUM_UNPACKED_BYTES
    _check_object(pdf.trailer, 0)
    for item in pdf.objects:
        _check_object(item, 0)
        if isinstance(item, pikepdf.Stream):
            bytes_left -= _unpacked_size(item, bytes_left)
            if bytes_left <= 0:
                raise Refused("too_large")
    return b""


def _raise_if_other_format(content: bytes) -> None:
    """Refuse a file that is a PDF and at the same time another kind of file.

    The other file can be at the beginning, in a comment, or at the end.
    """
    beginning = content[:1024].lower()
    if any(words in beginning for words in OTHER_FORMATS) or is_zipfile(BytesIO(content)):
        raise Refused("something_else")
    _before, end, after = content.rpartition(b"%%EOF")
    if not end:
        raise Refused("damaged")
    if after.strip(b"\0\t\n\f\r "):
        raise Refused("something_else")


def _check_object(item: pikepdf.Object, depth: int) -> None:
    """Check an object and the objects inside it. Indirect objects are checked by the loop over all objects."""
    if depth > MAXIMUM_DEPTH:
        raise Refused("too_large")
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        keys = set(item.keys())
        if keys & FORBIDDEN_KEYS or ("/S" in keys and str(item["/S"]) in ACTIONS):
            raise Refused("active")
        children = [item[key] for key in keys]
    elif isinstance(item, pikepdf.Array):
        children = list(item)
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            _check_object(child, depth + 1)


def _unpacked_size(stream: pikepdf.Stream, maximum: int) -> int:
    """Return the unpacked size of the stream in bytes. Stop at `maximum`, and hold only a part of it in memory."""
    filters = stream.get("/Filter", [])
    names = [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    if names.count("/FlateDecode") > 1:
        raise Refused("too_large")
    if names[:1] != ["/FlateDecode"]:
        return 0
    decompressor, packed, size = zlib.decompressobj(), stream.read_raw_bytes(), 0
    try:
        while packed and size < maximum:
            size += len(decompressor.decompress(packed, CHUNK_SIZE))
            packed = decompressor.unconsumed_tail
    except zlib.error:  # PDF viewers show the part before the error
        pass
    return size
