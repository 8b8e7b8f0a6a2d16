"""Good files with rare properties that were refused once, or that resemble a bad file."""

import base64
import zlib
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.bombs import lzw, pdf_with_image, pdf_with_stream, run_lengths
from tests.files import pdf, picture

PDF = pdf()


def pdf_of_tags(number=60_000):
    """Return an accessible PDF with this many tags, as programs export long tables."""

    def change(document):
        page = document.pages[0].obj
        root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        layout = Dictionary(O=Name.Layout, Placement=Name.Block)
        tags = [
            Dictionary(Type=Name.StructElem, S=Name.P, P=root, Pg=page, K=place, A=layout) for place in range(number)
        ]
        root.K = Array([document.make_indirect(tag) for tag in tags])
        document.Root.StructTreeRoot, document.Root.MarkInfo = root, Dictionary(Marked=True)

    return pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def pdf_of_scans(pages=12):
    """Return scanned pages of 300 dots per inch, in color and without loss. They are mostly white."""
    row, text = b"\xff" * 7650, (b"\xff" * 40 + b"\0" * 11) * 150
    pixels = (row * 30 + text * 20) * 66
    packed = zlib.compress(pixels)

    def change(document):
        for number in range(pages):
            image = pikepdf.Stream(document, b"")
            image.write(packed + bytes(40_000), filter=Name.FlateDecode)
            image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, Name.DeviceRGB
            image.Width, image.Height, image.BitsPerComponent = 2550, 3300, 8
            if number:
                document.add_blank_page()
            document.pages[number].Resources = Dictionary(XObject=Dictionary(Scan=document.make_indirect(image)))

    return pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def with_catalog(**keys):
    """Return a PDF with these keys in its catalog."""
    return pdf(lambda document: document.Root.update(Dictionary(**keys)))


def with_field(**scripts):
    """Return a form with one field whose events run these scripts: K (key), F (format), V (validate), C (calculate)."""
    events = {event: Dictionary(S=Name.JavaScript, JS=script) for event, script in scripts.items()}

    def change(document):
        field = document.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="total", Rect=[0, 0, 9, 9], AA=Dictionary(**events)
            )
        )
        document.pages[0].obj.Annots = Array([field])
        document.Root.AcroForm = Dictionary(Fields=Array([field]), CO=Array([field]))

    return pdf(change)


def with_link(**action):
    """Return a PDF with a link that a person can click."""

    def change(document):
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(**action))
        document.pages[0].obj.Annots = Array([link])

    return pdf(change)


def with_file(name, content):
    """Return a PDF with an embedded file."""
    return pdf(lambda document: document.attachments.update({name: content}))


def with_font_named(name):
    def change(document):
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        document.pages[0].Resources = Dictionary(Font=Dictionary(**{name: font}))

    return pdf(change)


def opened_at_page():
    def change(document):
        document.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit]))

    return pdf(change)


def beginning_with(data):
    """Return a PDF whose first kilobyte contains a stream with this data."""
    return b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n9 0 obj\n<< /Length 9 >>\nstream\n" + data + b"\nendstream\nendobj\n" + PDF


SUM = 'AFSimple_Calculate("SUM", new Array("left", "right"));'
NOTATION = (
    "/** BVCALC left+right EVCALC **/ "
    'event.value=AFMakeNumber(getField("left").value)+AFMakeNumber(getField("right").value)'
)
AVERAGE = 'event.value = (Number(this.getField("a").value) + Number(this.getField("b").value)) / 2; // average'
BLANK = 'if (event.value == 0) { event.value = ""; }'
TODAY = 'this.getField("Today").value = util.printd("mm/dd/yyyy", new Date());'

# The name of each file, and a function that returns its content.
SPECIAL = {
    "byte-order-mark.pdf": lambda: b"\xef\xbb\xbf" + PDF,
    "blank-lines-before.pdf": lambda: b"\r\n\r\n \n" + PDF,
    "blank-page-of-spaces-before.pdf": lambda: b" \n" * 400 + PDF,
    "zeros-behind.pdf": lambda: PDF + bytes(500),
    "end-of-file-sign-behind.pdf": lambda: PDF + b"\r\n\x1a",
    "percent-sign-by-chance.pdf": lambda: beginning_with(b"\x8f<%a\x01b<% x"),
    "percent-sign-in-base-85.pdf": lambda: beginning_with(b"Gas<%ab!=e<%eval"),
    "percent-sign-in-an-identifier.pdf": lambda: PDF.replace(b"\n", b"\n%\xe2<%\x93\xd3\n", 1),
    "wrong-cross-references.pdf": lambda: PDF.replace(b"startxref\n", b"startxref\n9"),
    "changed-twice.pdf": lambda: PDF + PDF[PDF.rindex(b"trailer") :] if b"trailer" in PDF else PDF,
    "scans.pdf": lambda: pdf_of_scans(3),
    "fax-of-600-dpi.pdf": lambda: pdf_with_image(b"\0" * 99, "CCITTFaxDecode", 5100, 8400, BitsPerComponent=1),
    "plan-of-1200-dpi.pdf": lambda: pdf_with_image(b"\0" * 99, "JBIG2Decode", 13_200, 20_400, BitsPerComponent=1),
    "jpeg-in-base-85.pdf": lambda: pdf_with_stream(base64.a85encode(picture()) + b"~>", "ASCII85Decode", "DCTDecode"),
    "run-lengths.pdf": lambda: pdf_with_stream(run_lengths(2), "RunLengthDecode"),
    "compressed-run-lengths.pdf": lambda: pdf_with_stream(
        zlib.compress(run_lengths(2)), "FlateDecode", "RunLengthDecode"
    ),
    "lzw.pdf": lambda: pdf_with_stream(lzw(1)[:5000], "LZWDecode"),
    "compressed-twice.pdf": lambda: pdf_with_stream(zlib.compress(zlib.compress(b"q Q")), "FlateDecode", "FlateDecode"),
    "hexadecimal.pdf": lambda: pdf_with_stream(b"71 20 51>", "ASCIIHexDecode"),
    "date-field.pdf": lambda: with_field(K='AFDate_KeystrokeEx("mm/dd/yyyy");', F='AFDate_FormatEx("mm/dd/yyyy");'),
    "number-field.pdf": lambda: with_field(
        K='AFNumber_Keystroke(2, 0, 0, 0, "", true);', F='AFNumber_Format(2, 0, 0, 0, "$", true);'
    ),
    "phone-field.pdf": lambda: with_field(K="AFSpecial_Keystroke(2);", F="AFSpecial_Format(2);"),
    "range-field.pdf": lambda: with_field(V="AFRange_Validate(true, 0, true, 10);"),
    "sum.pdf": lambda: with_field(C=SUM),
    "sum-in-simple-notation.pdf": lambda: with_field(C=NOTATION),
    "average.pdf": lambda: with_field(C=AVERAGE, V=BLANK),
    "today-on-opening.pdf": lambda: with_catalog(OpenAction=Dictionary(S=Name.JavaScript, JS=TODAY)),
    "reset-button.pdf": lambda: with_link(S=Name.ResetForm),
    "print-button.pdf": lambda: with_link(S=Name.Named, N=Name.Print),
    "print-on-opening.pdf": lambda: with_catalog(OpenAction=Dictionary(S=Name.Named, N=Name.Print)),
    "opened-at-a-page.pdf": opened_at_page,
    "link-to-a-website.pdf": lambda: with_link(S=Name.URI, URI="https://example.org/?a=b"),
    "link-without-a-scheme.pdf": lambda: with_link(S=Name.URI, URI="www.example.org/page"),
    "link-to-mail-and-phone.pdf": lambda: with_link(
        S=Name.URI, URI="mailto:a@example.org", Next=Dictionary(S=Name.URI, URI="tel:+15550100")
    ),
    "link-to-a-local-file-from-word.pdf": lambda: with_link(S=Name.URI, URI="file:///C:/Users/me/letter.docx"),
    "link-to-the-next-chapter.pdf": lambda: with_link(S=Name.GoToR, F="chapter 2.pdf", D=Array([0, Name.Fit])),
    "embedded-xml.pdf": lambda: with_file("report.xml", b"<?xml version='1.0'?><report>one</report>"),
    "embedded-text.pdf": lambda: with_file("notes.txt", b"Pain on the left side."),
    "fonts-with-suspicious-names.pdf": lambda: with_font_named("JS"),
    "owner-password.pdf": lambda: pdf(encryption=pikepdf.Encryption(user="", owner="owner")),
    "camera.JPE": partial(picture, "JPEG"),
    "resonancia de la señora Núñez.PDF": lambda: PDF,
    "named-png-is-heic.png": partial(picture, "HEIC"),
    "named-pdf-is-jpeg.pdf": partial(picture, "JPEG"),
}
