"""Decompression bombs: a file that decompresses to gigabytes is refused within 2 s of CPU time and 200 MB of memory."""

import resource
import struct
import subprocess
import sys
import time
import zlib

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from forms.inbox.files.checks import READER, check
from tests.files import pdf, picture

SECONDS, MEGABYTES = 2, 200


def zeros(megabytes):
    """Return this many million zeros, compressed (RFC 1950): one independent block, repeated."""
    compressor = zlib.compressobj(9, wbits=-15)
    block = compressor.compress(bytes(10**6)) + compressor.flush(zlib.Z_FULL_FLUSH)
    last, checksum = b"\x03\x00", megabytes * 10**6 % 65521 << 16 | 1
    return b"\x78\xda" + block * megabytes + last + struct.pack(">I", checksum)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width, height, data):
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg_with_declared_size(width, height):
    content = bytearray(picture("JPEG"))
    place = content.index(b"\xff\xc0") + 5
    content[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def jpeg_of_many_scans():
    """Return a progressive JPEG just below 40 megapixels whose last scan, which adds no detail, is repeated."""
    content = picture("JPEG", image=Image.new("L", (6300, 6300)), progressive=True, quality=1)
    scan = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + scan * ((6_900_000 - len(content)) // len(scan)) + content[-2:]


def heic_with_declared_size(width, height):
    content = bytearray(picture("HEIC"))
    place = content.index(b"ispe") + 8
    content[place : place + 8] = struct.pack(">II", width, height)
    return bytes(content)


def pdf_with_stream(compressed):
    def change(document):
        stream = pikepdf.Stream(document, b"")
        stream.write(compressed, filter=pikepdf.Name.FlateDecode)
        document.pages[0].Contents = stream

    return pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def pdf_with_compressed_objects(compressed):
    """Return a PDF whose catalog is in an object stream that decompresses to gigabytes."""
    content = b"%PDF-1.5\n"
    first = len(content)
    content += b"1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(compressed)
    content += compressed + b"\nendstream endobj\n"
    table = len(content)
    rows = b"".join(struct.pack(">BIH", *row) for row in [(0, 0, 65535), (1, first, 0), (2, 1, 0), (1, table, 0)])
    content += b"3 0 obj<</Type/XRef/Size 4/W[1 4 2]/Root 2 0 R/Length %d>>stream\n" % len(rows)
    return content + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % table


def pdf_of_many_objects():
    def change(document):
        items = [document.make_indirect(pikepdf.Dictionary(A=number)) for number in range(300_000)]
        document.Root.Items = pikepdf.Array(items)

    return pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def pdf_of_nested_lists():
    return pdf().replace(b"/Type /Catalog", b"/Type /Catalog /X " + b"[" * 400 + b"]" * 400)


BOMBS = {
    "PNG of 20,000 by 20,000": ("png", lambda: png_of(20_000, 20_000, zeros(1600))),
    "PNG that declares 60,000 by 60,000": ("png", lambda: png_of(60_000, 60_000, b"")),
    "JPEG that declares 65,000 by 65,000": ("jpeg", lambda: jpeg_with_declared_size(65_000, 65_000)),
    "JPEG of many scans": ("jpeg", jpeg_of_many_scans),
    "HEIC that declares 60,000 by 60,000": ("heic", lambda: heic_with_declared_size(60_000, 60_000)),
    "PDF with a page of gigabytes": ("pdf", lambda: pdf_with_stream(zeros(5000))),
    "PDF compressed twice": (
        "pdf",
        lambda: pdf_with_stream(zlib.compress(zeros(3000))).replace(b"/FlateDecode", b"[/FlateDecode/FlateDecode]"),
    ),
    "PDF with objects of gigabytes": ("pdf", lambda: pdf_with_compressed_objects(zeros(5000))),
    "PDF of 300,000 objects": ("pdf", pdf_of_many_objects),
    "PDF of nested lists": ("pdf", pdf_of_nested_lists),
}


# Peak memory of a new process starts at that of its parent. So a small process starts the reader and measures it.
MEASURE = """
import resource, subprocess, sys
answer = subprocess.run([sys.executable, "-I", *sys.argv[1:]], stdin=sys.stdin, capture_output=True).stdout
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(answer.partition(b"\\n")[0].decode() or "stopped", used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def read(kind, content):
    """Run the reader; return its first word of output, its CPU time in seconds and its peak memory in megabytes."""
    command = [sys.executable, "-I", "-c", MEASURE, READER, kind]
    word, *used = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode().split()
    return word, *map(float, used)


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_refused_within_the_limits_of_time_and_memory(name):
    kind, make = BOMBS[name]
    word, seconds, megabytes = read(kind, make())
    assert word != "ok"
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_data_beyond_the_size_of_a_png_is_not_decompressed():
    word, seconds, megabytes = read("png", png_of(10, 10, zeros(3000)))
    assert word == "ok"
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_error_message_says_what_to_do():
    for name, content, sentence in [
        ("a.png", png_of(20_000, 20_000, b""), "has more than 40 megapixels. Send a smaller copy"),
        ("a.jpg", jpeg_of_many_scans(), "is too large to open safely."),
        ("a.pdf", pdf_with_stream(zeros(1000)), "is too large to open safely."),
    ]:
        with pytest.raises(ValidationError) as caught:
            check(name, content)
        assert sentence in caught.value.messages[0]


def test_process_of_the_site_uses_little_memory_for_a_bomb():
    content = pdf_with_compressed_objects(zeros(3000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    with pytest.raises(ValidationError):
        check("a.pdf", content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30 * 1024
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_valid_picture_of_nearly_40_megapixels_is_accepted(kind):
    image = Image.linear_gradient("L").resize((7000, 5700)).convert("RGB")
    assert check(f"a.{kind.lower()}", picture(kind, image=image)).content


def test_environment_of_the_reader_has_no_secrets(monkeypatch):
    """A file that exploits the reader finds neither keys nor addresses in its environment variables."""
    monkeypatch.setenv("MESSAGE_KEYS", "a secret")
    seen = {}
    monkeypatch.setattr(subprocess, "run", lambda *args, env, **options: seen.update(env) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        check("a.pdf", pdf())
    assert set(seen) <= {"PATH", "LD_LIBRARY_PATH"}
