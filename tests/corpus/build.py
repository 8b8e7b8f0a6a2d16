"""Write the files in `good/`: what programs and phones make from a short letter, a form, a scan and a photo.

    python3 -m venv var/corpus && var/corpus/bin/pip install -r tests/corpus/requirements.txt
    apt-get install ghostscript qpdf pdftk-java mupdf-tools libtiff-tools libheif-examples imagemagick chromium \
        libreoffice-writer-nogui libreoffice-draw-nogui
    var/corpus/bin/python tests/corpus/build.py

The tests only read the files, so they need none of these programs. A file that exists is kept: delete it to make it
again. No file contains the data of a person.
"""

import subprocess
import sys
import tempfile
import traceback
from datetime import UTC
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

GOOD = Path(__file__).parent / "good"
OFFICE_PROFILE = Path(tempfile.gettempdir(), "corpus-office").as_uri()
LINES = ["Referral letter", "Reason: pain in the lower back for six months.", "X-ray of March 3: no fracture."]
HTML = "<html lang=en><title>Letter</title><h1>Referral</h1><p>Pain in the lower back.</p><a href='https://example.org'>more</a>"

makers = {}


def makes(name):
    """Register a function that returns the content of this file."""

    def register(function):
        makers[name] = function
        return function

    return register


def run(*command, inputs=None, output=None):
    """Run a program in an empty folder with these input files. Return the output file, or what was printed."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (inputs or {}).items():
            Path(folder, name).write_bytes(content)
        result = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        if output is None:
            return result.stdout
        made = Path(folder, output)
        if not made.exists():
            raise RuntimeError((result.stderr + result.stdout).decode(errors="replace")[-400:])
        return made.read_bytes()


def scan(width=637, height=825, mode="1"):
    """Return a page as a scanner sees it."""
    page = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(page)
    for number in range(24):
        draw.text((60, 60 + 30 * number), f"{number + 1}. " + LINES[number % 3] + " Please see attached notes.", fill=0)
    return page.convert(mode)


def photo(width=160, height=120, mode="RGB"):
    """Return a picture with soft colors and some grain."""
    bands = [Image.radial_gradient("L"), Image.linear_gradient("L"), Image.effect_noise((256, 256), 30)]
    return Image.merge("RGB", bands).resize((width, height)).convert(mode)


def saved(image, kind, **options):
    content = BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


# --- PDF libraries


def reportlab(change=None, **options):
    from reportlab.pdfgen.canvas import Canvas

    content = BytesIO()
    canvas = Canvas(content, **options)
    for number, line in enumerate(LINES):
        canvas.drawString(72, 720 - 20 * number, line)
    if change:
        change(canvas)
    canvas.save()
    return content.getvalue()


makes("reportlab-letter.pdf")(reportlab)
makes("reportlab-compressed.pdf")(lambda: reportlab(pageCompression=1))


@makes("reportlab-form.pdf")
def reportlab_form():
    def change(canvas):
        canvas.acroForm.textfield(name="name", x=72, y=600)
        canvas.acroForm.checkbox(name="left", x=72, y=560)
        canvas.acroForm.choice(name="side", options=["left", "right"], value="left", x=72, y=500)

    return reportlab(change)


@makes("reportlab-owner-password.pdf")
def reportlab_locked():
    from reportlab.lib.pdfencrypt import StandardEncryption

    return reportlab(encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))


@makes("reportlab-photo.pdf")
def reportlab_photo():
    from reportlab.lib.utils import ImageReader

    return reportlab(lambda canvas: canvas.drawImage(ImageReader(photo()), 72, 300))


@makes("reportlab-links.pdf")
def reportlab_links():
    def change(canvas):
        canvas.linkURL("https://example.org/", (72, 700, 200, 740))
        canvas.bookmarkPage("start")
        canvas.addOutlineEntry("Start", "start")
        canvas.showOutline()

    return reportlab(change)


@makes("reportlab-platypus.pdf")
def reportlab_table():
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    content, styles = BytesIO(), getSampleStyleSheet()
    SimpleDocTemplate(content).build(
        [Paragraph(line, styles["Normal"]) for line in LINES] + [Table([["a", "b"], ["1", "2"]])]
    )
    return content.getvalue()


def fpdf(change=None):
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    for line in LINES:
        pdf.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    if change:
        change(pdf)
    return bytes(pdf.output())


makes("fpdf2-letter.pdf")(fpdf)
makes("fpdf2-link.pdf")(lambda: fpdf(lambda pdf: pdf.cell(text="more", link="https://example.org")))
makes("fpdf2-photo.pdf")(lambda: fpdf(lambda pdf: pdf.image(photo(), w=80)))
makes("fpdf2-html.pdf")(lambda: fpdf(lambda pdf: pdf.write_html("<h1>Letter</h1><ul><li>one<li>two</ul>")))
makes("fpdf2-owner-password.pdf")(lambda: fpdf(lambda pdf: pdf.set_encryption(owner_password="owner")))


@makes("fpdf2-unicode.pdf")
def fpdf_unicode():
    import matplotlib

    font = Path(matplotlib.get_data_path(), "fonts/ttf/DejaVuSans.ttf")

    def change(pdf):
        pdf.add_font("DejaVu", fname=font)
        pdf.set_font("DejaVu")
        pdf.cell(text="Núñez, Łukasz, 疼痛")

    return fpdf(change)


def mupdf(change=None, **options):
    import pymupdf

    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), LINES)
    if change:
        change(document, page)
    return document.tobytes(**options)


makes("pymupdf-letter.pdf")(mupdf)
makes("pymupdf-clean.pdf")(lambda: mupdf(garbage=4, deflate=True, use_objstms=1))
makes("pymupdf-owner-password.pdf")(lambda: mupdf(encryption=4, owner_pw="owner", user_pw=""))
makes("pymupdf-scan.pdf")(
    lambda: mupdf(lambda _document, page: page.insert_image(page.rect, stream=saved(scan(), "PNG")))
)
makes("pymupdf-html.pdf")(lambda: mupdf(lambda _document, page: page.insert_htmlbox((72, 200, 400, 500), HTML)))


@makes("pymupdf-notes.pdf")
def mupdf_notes():
    def change(_document, page):
        page.add_highlight_annot(page.search_for("pain"))
        page.add_text_annot((300, 100), "Please check")
        page.add_ink_annot([[(100, 300), (150, 320), (200, 300)]])

    return mupdf(change)


@makes("img2pdf-photo.pdf")
def img2pdf_photo():
    import img2pdf

    return img2pdf.convert(saved(photo(), "JPEG"))


@makes("img2pdf-fax-ccitt.pdf")
def img2pdf_fax():
    import img2pdf

    return img2pdf.convert(saved(scan(1728, 2200), "TIFF", compression="group4"))


@makes("img2pdf-scan-png.pdf")
def img2pdf_scan():
    import img2pdf

    return img2pdf.convert([saved(scan(mode="L"), "PNG"), saved(scan(), "PNG")])


@makes("img2pdf-jpeg2000.pdf")
def img2pdf_jpeg2000():
    import img2pdf

    return img2pdf.convert(saved(photo(), "JPEG2000"))


@makes("img2pdf-jbig2.pdf")
def img2pdf_jbig2():
    """Wrap the scan in a JBIG2 stream with one region coded like a fax (ITU-T T.88, 7.4.6)."""
    import struct

    import pikepdf

    page = scan()
    width, height = page.size
    with Image.open(BytesIO(saved(page, "TIFF", compression="group4"))) as tiff:
        offsets, sizes = tiff.tag_v2[273], tiff.tag_v2[279]
    tiff_content = saved(page, "TIFF", compression="group4", strip_size=10**9)
    with Image.open(BytesIO(tiff_content)) as tiff:
        offsets, sizes = tiff.tag_v2[273], tiff.tag_v2[279]
    fax = tiff_content[offsets[0] : offsets[0] + sizes[0]]
    information = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + fax
    segments = [(0, 48, information), (1, 38, region)]
    jbig2 = b"".join(struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data for number, kind, data in segments)
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(612, 792))
    image = pikepdf.Stream(pdf, b"")
    image.write(jbig2, filter=pikepdf.Name.JBIG2Decode)
    image.Type, image.Subtype, image.ColorSpace = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DeviceGray
    image.Width, image.Height, image.BitsPerComponent = width, height, 1
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"612 0 0 792 0 0 cm /Scan Do")
    content = BytesIO()
    pdf.save(content)
    return content.getvalue()


def weasyprint(html=HTML, **options):
    import weasyprint as library

    return library.HTML(string=html).write_pdf(**options)


makes("weasyprint-letter.pdf")(weasyprint)
makes("weasyprint-pdf-ua.pdf")(lambda: weasyprint(pdf_variant="pdf/ua-1"))
makes("weasyprint-pdf-a-2b.pdf")(lambda: weasyprint(pdf_variant="pdf/a-2b"))
makes("weasyprint-form.pdf")(
    lambda: weasyprint("<form><input name=a><textarea name=b></textarea></form>", pdf_forms=True)
)


@makes("weasyprint-pdf-a-3b-with-xml.pdf")
def weasyprint_attachment():
    import weasyprint as library

    data = library.Attachment(string="<?xml version='1.0'?><report/>", name="report.xml", relationship="Data")
    return weasyprint(pdf_variant="pdf/a-3b", attachments=[data])


@makes("factur-x-pdf-a-3.pdf")
def factur_x():
    import facturx

    xml = b"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocument><ram:ID>1</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>
<udt:DateTimeString format="102">20260105</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty><ram:Name>Seller</ram:Name></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>Buyer</ram:Name></ram:BuyerTradeParty>
</ram:ApplicableHeaderTradeAgreement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""
    return facturx.generate_from_binary(reportlab(), xml, check_xsd=False, flavor="factur-x", level="minimum")


@makes("cairo-letter.pdf")
def cairo():
    import cairocffi

    content = BytesIO()
    surface = cairocffi.PDFSurface(content, 612, 792)
    context = cairocffi.Context(surface)
    context.move_to(72, 72)
    context.show_text(LINES[0])
    context.set_source_rgba(1, 0, 0, 0.5)
    context.arc(200, 200, 50, 0, 6)
    context.fill()
    context.show_page()
    surface.finish()
    return content.getvalue()


@makes("matplotlib-chart.pdf")
def matplotlib_chart(kind="pdf"):
    from matplotlib.figure import Figure

    figure, content = Figure(), BytesIO()
    figure.subplots().plot([1, 3, 2])
    figure.savefig(content, format=kind, dpi=60)
    return content.getvalue()


@makes("pypdf-merged.pdf")
def pypdf_merged():
    from pypdf import PdfReader, PdfWriter

    writer, content = PdfWriter(), BytesIO()
    writer.append(PdfReader(BytesIO(reportlab())))
    writer.append(PdfReader(BytesIO(fpdf())))
    writer.add_metadata({"/Title": "Two letters"})
    writer.write(content)
    return content.getvalue()


@makes("pypdf-filled-form.pdf")
def pypdf_filled():
    from pypdf import PdfReader, PdfWriter

    writer, content = PdfWriter(PdfReader(BytesIO(reportlab_form()))), BytesIO()
    writer.update_page_form_field_values(writer.pages[0], {"name": "Jane Doe"}, auto_regenerate=False)
    writer.write(content)
    return content.getvalue()


@makes("pdfium-photo.pdf")
def pdfium():
    import pypdfium2

    document, content = pypdfium2.PdfDocument.new(), BytesIO()
    page = document.new_page(612, 792)
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(BytesIO(saved(photo(), "JPEG")))
    image.set_matrix(pypdfium2.PdfMatrix().scale(300, 200))
    page.insert_obj(image)
    page.gen_content()
    document.save(content)
    return content.getvalue()


@makes("xhtml2pdf-letter.pdf")
def xhtml2pdf():
    from xhtml2pdf import pisa

    content = BytesIO()
    pisa.CreatePDF(HTML, dest=content)
    return content.getvalue()


@makes("skia-letter.pdf")
def skia_letter():
    import skia

    stream = skia.DynamicMemoryWStream()
    document = skia.PDF.MakeDocument(stream)
    canvas = document.beginPage(612, 792)
    canvas.drawString(LINES[0], 72, 72, skia.Font(skia.Typeface(""), 12), skia.Paint())
    document.endPage()
    document.close()
    return bytes(stream.detachAsData())


@makes("typst-letter.pdf")
def typst_letter():
    import typst

    return typst.compile(b'= Letter\nPain in the lower back. #link("https://example.org")[more]')


@makes("typst-pdf-a-3b.pdf")
def typst_archive():
    import typst

    return typst.compile(
        b"#set document(date: datetime(year: 2026, month: 1, day: 5))\n= Letter\nPain", pdf_standards="a-3b"
    )


@makes("borb-letter.pdf")
def borb_letter():
    from borb.pdf import PDF, Document, Page, Paragraph, SingleColumnLayout

    document, page = Document(), Page()
    document.append_page(page)
    SingleColumnLayout(page).append_layout_element(Paragraph(LINES[0]))
    with tempfile.TemporaryDirectory() as folder:
        PDF.write(what=document, where_to=str(Path(folder, "a.pdf")))
        return Path(folder, "a.pdf").read_bytes()


@makes("svglib-drawing.pdf")
def svglib_drawing():
    from reportlab.graphics import renderPDF
    from svglib.svglib import svg2rlg

    svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><circle cx='40' cy='40' r='30'/></svg>"
    return renderPDF.drawToString(svg2rlg(BytesIO(svg)))


makes("pillow-photo.pdf")(lambda: saved(photo(), "PDF"))
makes("pillow-fax.pdf")(lambda: saved(scan(), "PDF", save_all=True, append_images=[scan()]))


@makes("pyhanko-signed.pdf")
def signed():
    from datetime import datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=9000))
    builder = builder.add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    with tempfile.TemporaryDirectory() as folder:
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        Path(folder, "key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
        Path(folder, "certificate").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        signer = signers.SimpleSigner.load(str(Path(folder, "key")), str(Path(folder, "certificate")))
    metadata = signers.PdfSignatureMetadata(field_name="Signature")
    return signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(fpdf())), metadata, signer=signer).getvalue()


def pike(change=None, **options):
    import pikepdf

    content = BytesIO()
    with pikepdf.open(BytesIO(reportlab_links())) as pdf:
        if change:
            change(pdf)
        pdf.save(content, **options)
    return content.getvalue()


def pikepdf_options():
    import pikepdf

    modes, encryption = pikepdf.ObjectStreamMode, pikepdf.Encryption
    return {
        "object-streams": {"object_stream_mode": modes.generate, "recompress_flate": True},
        "linearized": {"linearize": True},
        "uncompressed": {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.all},
        "readable": {"qdf": True},
        "aes-256": {"encryption": encryption(user="", owner="owner", R=6)},
        "rc4-128": {"encryption": encryption(user="", owner="owner", R=3, aes=False, metadata=False)},
    }


for option in ("object-streams", "linearized", "uncompressed", "readable", "aes-256", "rc4-128"):
    makes(f"pikepdf-{option}.pdf")(lambda option=option: pike(**pikepdf_options()[option]))

# --- programs


def gs(*options, source=None, device="pdfwrite"):
    source = (
        source or b"%!PS\n/Helvetica findfont 20 scalefont setfont 72 700 moveto (Pain in the back) show showpage\n"
    )
    command = [
        "gs",
        "-q",
        "-dNOSAFER",
        "-dBATCH",
        "-dNOPAUSE",
        f"-sDEVICE={device}",
        "-sOutputFile=out",
        *options,
        "in",
    ]
    return run(*command, inputs={"in": source}, output="out")


makes("ghostscript-letter.pdf")(gs)
makes("ghostscript-pdf-1.3.pdf")(lambda: gs("-dCompatibilityLevel=1.3"))
makes("ghostscript-screen.pdf")(lambda: gs("-dPDFSETTINGS=/screen", source=reportlab_photo()))
makes("ghostscript-fast-web-view.pdf")(lambda: gs("-dFastWebView=true"))
makes("ghostscript-pdf-a-2.pdf")(lambda: gs("-dPDFA=2", "-sColorConversionStrategy=RGB", source=fpdf_unicode()))
makes("ghostscript-base85.pdf")(lambda: gs("-dASCII85EncodePages=true", source=reportlab_photo()))
makes("ghostscript-uncompressed.pdf")(lambda: gs("-dCompressPages=false", "-dCompressFonts=false"))
makes("ghostscript-owner-password.pdf")(lambda: gs("-sOwnerPassword=owner", "-dEncryptionR=3", "-dKeyLength=128"))
makes("ghostscript-scan-gray.pdf")(lambda: gs("-r60", device="pdfimage8"))
makes("ghostscript-scan-color.pdf")(lambda: gs("-r60", device="pdfimage24"))
makes("ghostscript-pclm.pdf")(lambda: gs("-r75", device="pclm"))


def qpdf(*options, source=reportlab_form):
    return run("qpdf", "in.pdf", *options, "out.pdf", inputs={"in.pdf": source()}, output="out.pdf")


makes("qpdf-linearized.pdf")(lambda: qpdf("--linearize", "--object-streams=generate"))
makes("qpdf-qdf.pdf")(lambda: qpdf("--qdf", "--object-streams=disable"))
makes("qpdf-owner-password.pdf")(lambda: qpdf("--encrypt", "", "owner", "256", "--"))
makes("qpdf-flattened.pdf")(lambda: qpdf("--generate-appearances", "--flatten-annotations=all"))
makes("qpdf-two-files.pdf")(lambda: qpdf("--pages", ".", ".", "--"))
makes("pdftk-joined.pdf")(
    lambda: run(
        "pdftk",
        "a.pdf",
        "b.pdf",
        "cat",
        "output",
        "c.pdf",
        inputs={"a.pdf": reportlab(), "b.pdf": gs()},
        output="c.pdf",
    )
)
makes("pdftk-filled-form.pdf")(
    lambda: run(
        "pdftk",
        "a.pdf",
        "fill_form",
        "a.fdf",
        "output",
        "c.pdf",
        "need_appearances",
        "encrypt_128bit",
        "owner_pw",
        "owner",
        inputs={
            "a.pdf": reportlab_form(),
            "a.fdf": b"%FDF-1.2\n1 0 obj<</FDF<</Fields[<</T(name)/V(Jane)>>]>>>>endobj\n"
            b"trailer<</Root 1 0 R>>\n%%EOF\n",
        },
        output="c.pdf",
    )
)
makes("mutool-clean.pdf")(
    lambda: run("mutool", "clean", "-gggz", "a.pdf", "b.pdf", inputs={"a.pdf": reportlab_photo()}, output="b.pdf")
)
makes("mutool-hexadecimal.pdf")(
    lambda: run("mutool", "clean", "-a", "-z", "a.pdf", "b.pdf", inputs={"a.pdf": reportlab_photo()}, output="b.pdf")
)
makes("tiff2pdf-fax.pdf")(
    lambda: run(
        "tiff2pdf",
        "-o",
        "b.pdf",
        "a.tif",
        inputs={"a.tif": saved(scan(), "TIFF", compression="group3")},
        output="b.pdf",
    )
)


def chromium(html=HTML, *options):
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--print-to-pdf=out.pdf", *options, "in.html"]
    return run(*command, inputs={"in.html": html.encode()}, output="out.pdf")


makes("chromium-letter.pdf")(chromium)
makes("chromium-tagged.pdf")(
    lambda: chromium(HTML + "<table><tr><th>a<td>b</table><ul><li>c</ul>" * 20, "--generate-pdf-document-outline")
)


def libreoffice(options="", source="a.html", content=None, program="writer"):
    content = content or HTML.encode()
    target = f"pdf:{program}_pdf_Export" + (":" + options if options else "")
    command = [
        "soffice",
        f"-env:UserInstallation={OFFICE_PROFILE}",
        "--headless",
        "--convert-to",
        target,
        source,
    ]
    return run(*command, inputs={source: content}, output=Path(source).stem + ".pdf")


def office(**options):
    import json

    return json.dumps({name: {"type": kind, "value": value} for name, (kind, value) in options.items()})


makes("libreoffice-web-page.pdf")(lambda: libreoffice(program="writer_web"))
makes("libreoffice-pdf-a-1.pdf")(lambda: libreoffice(office(SelectPdfVersion=("long", "1")), "a.docx", docx()))
makes("libreoffice-pdf-a-3.pdf")(lambda: libreoffice(office(SelectPdfVersion=("long", "3")), "a.docx", docx()))
makes("libreoffice-tagged.pdf")(lambda: libreoffice(office(UseTaggedPDF=("boolean", "true")), "a.docx", docx()))
makes("libreoffice-accessible.pdf")(lambda: libreoffice(office(PDFUACompliance=("boolean", "true")), "a.docx", docx()))
makes("libreoffice-restricted.pdf")(
    lambda: libreoffice(
        office(RestrictPermissions=("boolean", "true"), PermissionPassword=("string", "owner")), "a.docx", docx()
    )
)


def docx():
    import docx as library

    document, content = library.Document(), BytesIO()
    document.add_heading("Referral")
    for line in LINES:
        document.add_paragraph(line)
    document.add_table(2, 2)
    document.save(content)
    return content.getvalue()


# --- pictures


def exif():
    data = Image.Exif()
    data[0x0112], data[0x010F] = 6, "Phone"
    data.get_ifd(0x8825)[1] = "N"
    return data


makes("pillow-baseline.jpg")(lambda: saved(photo(), "JPEG"))
makes("pillow-progressive.jpg")(lambda: saved(photo(), "JPEG", progressive=True, quality=90))
makes("pillow-gray.jpg")(lambda: saved(scan(mode="L"), "JPEG", quality=30))
makes("pillow-cmyk.jpg")(lambda: saved(photo(mode="CMYK"), "JPEG"))
makes("pillow-phone-exif.jpg")(lambda: saved(photo(), "JPEG", exif=exif(), comment=b"Phone", dpi=(72, 72)))
makes("pillow-4-4-4.jpeg")(lambda: saved(photo(), "JPEG", subsampling=0, quality=100))
makes("pillow-restart-markers.jpg")(lambda: saved(photo(), "JPEG", restart_marker_rows=1))
makes("pillow-two-pictures.mpo")(lambda: saved(photo(), "MPO", save_all=True, append_images=[photo(80, 60)]))
makes("pillow-odd-size.jfif")(lambda: saved(photo(1, 301), "JPEG"))
makes("phone-named-heic-is-jpeg.HEIC")(lambda: saved(photo(), "JPEG", exif=exif()))


def opencv(ending, *options, image=None):
    import cv2
    import numpy

    return cv2.imencode(ending, numpy.array(image or photo()), options)[1].tobytes()


makes("opencv-optimized.jpg")(lambda: opencv(".jpg", 3, 1, 2, 1))  # IMWRITE_JPEG_OPTIMIZE, IMWRITE_JPEG_PROGRESSIVE
makes("opencv-color.png")(lambda: opencv(".png"))
makes("opencv-gray.png")(lambda: opencv(".png", image=scan(mode="L")))


def imagecodecs(name, image=None, **options):
    import imagecodecs as library
    import numpy

    return bytes(getattr(library, name)(numpy.array(image or photo()), **options))


makes("imagecodecs-turbo.jpg")(lambda: imagecodecs("jpeg8_encode", level=80, subsampling="411"))
makes("imagecodecs-spng.png")(lambda: imagecodecs("spng_encode"))
makes("imagecodecs-png.png")(lambda: imagecodecs("png_encode"))


@makes("mozjpeg-lossless.jpg")
def mozjpeg():
    import mozjpeg_lossless_optimization

    return mozjpeg_lossless_optimization.optimize(saved(photo(), "JPEG"))


def skia_image(kind):
    import numpy
    import skia

    image = skia.Image.fromarray(numpy.array(photo(mode="RGBA")))
    return bytes(image.encodeToData(getattr(skia, kind), 80))


makes("skia-photo.jpg")(lambda: skia_image("kJPEG"))
makes("skia-photo.png")(lambda: skia_image("kPNG"))


def vips(ending, image=None, **options):
    import numpy
    import pyvips

    return pyvips.Image.new_from_array(numpy.array(image or photo())).write_to_buffer(ending, **options)


makes("vips-photo.jpg")(lambda: vips(".jpg", Q=60, interlace=True, optimize_scans=True, trellis_quant=True))
makes("vips-interlaced.png")(lambda: vips(".png", interlace=True))
makes("vips-palette.png")(lambda: vips(".png", palette=True, bitdepth=4))


def magick(*options, output="b.jpg"):
    return run("convert-im6.q16", "a.png", *options, output, inputs={"a.png": saved(photo(), "PNG")}, output=output)


makes("imagemagick-photo.jpg")(lambda: magick("-quality", "50", "-sampling-factor", "4:2:0"))
makes("imagemagick-arithmetic.jpg")(lambda: magick("-define", "jpeg:arithmetic-coding=true"))
makes("imagemagick-16-bit.png")(lambda: magick("-depth", "16", output="b.png"))
makes("imagemagick-interlaced.png")(lambda: magick("-interlace", "PNG", "-colors", "16", output="b.png"))


@makes("ffmpeg-video-frame.jpg")
def ffmpeg():
    import imageio_ffmpeg

    program = imageio_ffmpeg.get_ffmpeg_exe()
    return run(
        program,
        "-i",
        "a.png",
        "-frames:v",
        "1",
        "-q:v",
        "5",
        "b.jpg",
        inputs={"a.png": saved(photo(), "PNG")},
        output="b.jpg",
    )


makes("ghostscript-photo.jpg")(lambda: gs("-r40", device="jpeg"))
makes("ghostscript-page.png")(lambda: gs("-r40", device="pngalpha"))
makes("matplotlib-chart.png")(lambda: matplotlib_chart("png"))
makes("matplotlib-chart.jpg")(lambda: matplotlib_chart("jpg"))
makes("chromium-screenshot.png")(
    lambda: run(
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--window-size=400,300",
        "--screenshot=out.png",
        "in.html",
        inputs={"in.html": HTML.encode()},
        output="out.png",
    )
)
makes("pillow-scan.png")(lambda: saved(scan(), "PNG"))
makes("pillow-transparent.png")(lambda: saved(photo(mode="RGBA"), "PNG"))
makes("pillow-palette.png")(lambda: saved(photo(mode="P"), "PNG"))
makes("pillow-16-bit-gray.png")(lambda: saved(photo(mode="L").convert("I;16"), "PNG"))
makes("pillow-animated.png")(lambda: saved(photo(60, 40), "PNG", save_all=True, append_images=[scan(60, 40, "RGB")]))
makes("download-named-jpg-is-png.jpg")(lambda: saved(photo(), "PNG"))
makes("download-named-png-is-pdf.png")(reportlab)


def heif(image=None, **options):
    import pillow_heif

    pillow_heif.register_heif_opener()
    return saved(image or photo(), "HEIF", **options)


makes("pillow-heif-photo.heic")(heif)
makes("pillow-heif-low-quality.heif")(lambda: heif(quality=20, chroma=420))
makes("pillow-heif-4-4-4.heic")(lambda: heif(quality=90, chroma=444))
makes("pillow-heif-gray.heic")(lambda: heif(scan(mode="L")))
makes("pillow-heif-transparent.heic")(lambda: heif(photo(mode="RGBA")))
makes("pillow-heif-rotated.HEIC")(lambda: heif(exif=exif().tobytes()))
makes("pillow-heif-burst.heic")(lambda: heif(save_all=True, append_images=[photo(80, 60)]))
makes("pillow-heif-camera.HIF")(lambda: heif(photo(mode="RGB").resize((321, 241))))
makes("phone-named-jpg-is-heic.jpg")(heif)


def heif_enc(*options):
    inputs = {"a.png": saved(photo(), "PNG")}
    return run("heif-enc", *options, "a.png", "-o", "b.heic", inputs=inputs, output="b.heic")


makes("libheif-photo.heic")(heif_enc)
makes("libheif-10-bit.heic")(lambda: heif_enc("-b", "10"))
makes("libheif-lossless.heic")(lambda: heif_enc("-L"))
makes("libheif-thumbnail.heic")(lambda: heif_enc("-t", "64"))


def large(kind, **options):
    """Return a picture of 48 megapixels, half red and half white, which is a small file."""
    image = Image.new("RGB", (8064, 6048), "white")
    image.paste("red", (0, 0, 4032, 6048))
    return heif(image, quality=10) if kind == "HEIF" else saved(image, kind, **options)


makes("phone-48-megapixels.jpg")(lambda: large("JPEG", quality=10, optimize=True, exif=exif()))
makes("phone-48-megapixels.heic")(lambda: large("HEIF"))
makes("scan-48-megapixels.png")(lambda: large("PNG", compress_level=9))


def main():
    GOOD.mkdir(exist_ok=True)
    for name, make in makers.items():
        if (GOOD / name).exists():
            continue
        try:
            (GOOD / name).write_bytes(make())
        except Exception:
            sys.stderr.write(f"{name} failed: {traceback.format_exc().splitlines()[-1]}\n")


if __name__ == "__main__":
    main()
