"""Measure how large the streams of a PDF become when they are unpacked, and refuse bombs."""

import struct
import zlib
from itertools import takewhile
from typing import Any

import pikepdf
from refusal import Refused

MEGABYTE = 1024 * 1024
MAXIMUM_UNPACKED_BYTES = 200 * MEGABYTE  # all streams together, without the pixels of images
# A viewer unpacks one image at a time, so the sum of all images has no limit except the reader's CPU time.
MAXIMUM_BYTES_PER_CHANNEL = 100_000_000  # of one image: 100 megapixels in color, 800 in black and white
MAXIMUM_CHANNELS = 4
MAXIMUM_OBJECT_STREAM_BYTES = 40 * MEGABYTE  # all object streams together
MAXIMUM_FILTERS = 6
CHUNK_SIZE = 256 * 1024  # bytes

# ISO 32000-2, 7.4: the filters that qpdf can undo, with their short names. The others are image formats.
FILTERS = {
    "/ASCIIHexDecode": "hex",
    "/AHx": "hex",
    "/ASCII85Decode": "base85",
    "/A85": "base85",
    "/FlateDecode": "flate",
    "/Fl": "flate",
    "/LZWDecode": "lzw",
    "/LZW": "lzw",
    "/RunLengthDecode": "run length",
    "/RL": "run length",
    "/Crypt": "none",
}
TEXT_FILTERS = {"hex", "base85", "none"}  # their output is at most four times as large as their input


class StreamSizes:
    """Adds up the unpacked sizes of the streams of one document."""

    def __init__(self) -> None:
        self.bytes_left = MAXIMUM_UNPACKED_BYTES

    def check_object_streams(self, pdf: pikepdf.Pdf, table: dict) -> None:
        """Refuse a document whose compressed objects need too much memory."""
        containers = {entry.obj_stream_number for entry in table.values() if entry.type == 2}
        left = MAXIMUM_OBJECT_STREAM_BYTES
        for number in containers:
            left -= unpacked_size(pdf.get_object(number, 0), left)
            if left <= 0:
                raise Refused("too_large")

    def check(self, stream: pikepdf.Stream) -> None:
        """Raises `Refused` if the stream is too large by itself or together with the earlier ones."""
        pixels = _bytes_of_pixels(stream) if stream.get("/Subtype") == "/Image" else 0
        excess = unpacked_size(stream, pixels + self.bytes_left) - pixels
        self.bytes_left -= max(excess, 0)
        if self.bytes_left <= 0:
            raise Refused("too_large")


def unpacked_size(stream: pikepdf.Object, maximum: int) -> int:
    """Return the size of the stream in bytes after its filters are undone, up to a filter that is an image format.

    Stops at `maximum`. Raises `MemoryError` if a rare combination of filters needs too much memory.
    """
    names = _filters(stream)
    if len(names) > MAXIMUM_FILTERS:
        raise Refused("too_large")
    known = list(takewhile(FILTERS.get, names))
    text = list(takewhile(lambda name: FILTERS[name] in TEXT_FILTERS, known))
    packed = [FILTERS[name] for name in known[len(text) :]]
    if packed == ["flate"]:
        data = _undone(stream, len(text)) if text else stream.read_raw_bytes()
        return _inflated_size(data, maximum)
    return len(_undone(stream, len(known))) if known else 0


def _filters(stream: pikepdf.Object) -> list[str]:
    filters = stream.get("/Filter", [])
    return [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]


def _undone(stream: pikepdf.Object, count: int) -> bytes:
    """Return the data after the first filters are undone. The whole data is in memory."""
    document = pikepdf.new()
    part = pikepdf.Stream(document, b"")
    part.write(stream.read_raw_bytes(), filter=[pikepdf.Name(name) for name in _filters(stream)[:count]])
    return part.read_bytes(pikepdf.StreamDecodeLevel.specialized)


def _inflated_size(packed: bytes, maximum: int) -> int:
    """Return the unpacked size. Only a part of the data is in memory at a time."""
    # Data behind the end of the compressed data is ignored, as viewers do.
    decompressor, size = zlib.decompressobj(), 0
    try:
        while packed and size < maximum and not decompressor.eof:
            size += len(decompressor.decompress(packed, CHUNK_SIZE))
            packed = decompressor.unconsumed_tail
    except zlib.error:  # PDF viewers show the part before the error
        pass
    return size


def _bytes_of_pixels(image: pikepdf.Stream) -> int:
    """Return the greatest size that the pixels of the image can have. Raises `Refused` if the image is too large."""
    bits = 1 if image.get("/ImageMask") else _number(image, "/BitsPerComponent", 8)
    declared = _number(image, "/Width", 0), _number(image, "/Height", 0)
    for width, height in (declared, *_size_in_content(image)):
        row = (width * bits + 7) // 8
        if row * height > MAXIMUM_BYTES_PER_CHANNEL:
            raise Refused("too_large")
    return (declared[0] * bits + 7) // 8 * declared[1] * MAXIMUM_CHANNELS


def _number(dictionary: pikepdf.Object, key: str, default: int) -> int:
    value: Any = dictionary.get(key, default)
    return max(int(value), 0) if isinstance(value, int) else default


def _size_in_content(image: pikepdf.Stream) -> list[tuple[int, int]]:
    """Return the width and height that a JPEG or JPEG 2000 states itself, because a viewer uses these."""
    names = _filters(image)
    if names in (["/DCTDecode"], ["/DCT"]):
        return _jpeg_size(image.read_raw_bytes())
    if names == ["/JPXDecode"]:
        content = image.read_raw_bytes()
        # ISO/IEC 15444-1, A.5.1: the marker SIZ, its length and capabilities, then width and height.
        place = content.find(b"\xff\x4f\xff\x51") + 8
        return [struct.unpack(">II", content[place : place + 8])] if 8 <= place <= len(content) - 8 else []
    return []


def _jpeg_size(content: bytes) -> list[tuple[int, int]]:
    """Return the size in the first frame header (ITU-T T.81, B.2.2)."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return [(width, height)]
        place += 1 if marker == 0xFF else 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return []
