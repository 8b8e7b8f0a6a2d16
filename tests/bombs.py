"""Decompression bombs: small files that need gigabytes of memory, or minutes, once they are unpacked."""

import base64
import struct
import zlib

import pikepdf
from pikepdf import Name
from PIL import Image

from tests.files import pdf, picture


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


def pdf_with_stream(packed, *filters, **keys):
    """Return a PDF whose page is this stream; the filters are undone in this order."""

    def change(document):
        stream = pikepdf.Stream(document, b"")
        stream.write(packed, filter=[Name("/" + name) for name in filters or ("FlateDecode",)])
        for key, value in keys.items():
            stream[f"/{key}"] = value
        document.pages[0].Contents = stream

    return pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def pdf_with_image(packed, filter_name, width, height, **keys):
    """Return a PDF with an image that states this size."""
    keys = {"Type": Name.XObject, "Subtype": Name.Image, "ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8} | keys
    return pdf_with_stream(packed, filter_name, Width=width, Height=height, **keys)


def run_lengths(megabytes):
    """Return this many million zeros, packed by RunLengthDecode (ISO 32000-2, 7.4.5)."""
    return b"\x81\0" * (megabytes * 10**6 // 128) + b"\x80"


def lzw(rounds):
    """Return zeros packed by LZWDecode (ISO 32000-2, 7.4.4): 7 million for each round."""
    bits, size = ["100000000"], 1
    for code in [0, *range(258, 4094)]:
        bits.append(format(code, f"0{min(12, max(9, (257 + size).bit_length()))}b"))
        size += 1
    once = "".join(bits)
    table = once * 8
    return int(table, 2).to_bytes(len(table) // 8, "big") * rounds


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


def pdf_of_many_images():
    def change(document):
        packed = zeros(380)
        for number in range(12):
            image = pikepdf.Stream(document, b"")
            image.write(packed, filter=Name.FlateDecode)
            image.Subtype, image.Width, image.Height, image.BitsPerComponent = Name.Image, 9700, 9800, 8
            image.ColorSpace = Name.DeviceCMYK
            document.pages[0].obj[f"/Image{number}"] = image

    return pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


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
    "PDF behind hexadecimal digits": (
        "pdf",
        lambda: pdf_with_stream(zeros(1000).hex().encode() + b">", "ASCIIHexDecode", "FlateDecode"),
    ),
    "PDF behind base 85": (
        "pdf",
        lambda: pdf_with_stream(base64.a85encode(zeros(1000)) + b"~>", "ASCII85Decode", "FlateDecode"),
    ),
    "PDF behind two encodings": (
        "pdf",
        lambda: pdf_with_stream(
            base64.a85encode(zeros(1000)).hex().encode() + b">", "ASCIIHexDecode", "ASCII85Decode", "FlateDecode"
        ),
    ),
    "PDF with short names of filters": (
        "pdf",
        lambda: pdf_with_stream(zeros(1000).hex().encode() + b">", "AHx", "Fl"),
    ),
    "PDF of run lengths": ("pdf", lambda: pdf_with_stream(run_lengths(440), "RunLengthDecode")),
    "PDF of compressed run lengths": (
        "pdf",
        lambda: pdf_with_stream(zlib.compress(run_lengths(2000)), "FlateDecode", "RunLengthDecode"),
    ),
    "PDF of LZW codes": ("pdf", lambda: pdf_with_stream(lzw(100), "LZWDecode")),
    "PDF of LZW codes in hexadecimal digits": (
        "pdf",
        lambda: pdf_with_stream(lzw(60).hex().encode() + b">", "ASCIIHexDecode", "LZWDecode"),
    ),
    "PDF compressed before a picture format": (
        "pdf",
        lambda: pdf_with_stream(zeros(3000), "FlateDecode", "DCTDecode"),
    ),
    "PDF with ten filters": ("pdf", lambda: pdf_with_stream(b"00>", *["ASCIIHexDecode"] * 10)),
    "PDF with an image of 60,000 by 60,000": (
        "pdf",
        lambda: pdf_with_image(b"", "CCITTFaxDecode", 60_000, 60_000, BitsPerComponent=1),
    ),
    "PDF with an image that is larger than it states": (
        "pdf",
        lambda: pdf_with_image(zeros(3000), "FlateDecode", 9, 9),
    ),
    "PDF with a JPEG of 65,000 by 65,000": (
        "pdf",
        lambda: pdf_with_image(jpeg_with_declared_size(65_000, 65_000), "DCTDecode", 60, 40),
    ),
    "PDF of many images of gigabytes together": ("pdf", pdf_of_many_images),
}
