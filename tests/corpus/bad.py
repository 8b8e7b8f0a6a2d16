"""Files to refuse: the name of the file, its content or a function that returns it, and the code of the refusal.

The codes are the keys of `forms.inbox.files.checks.REFUSALS`. More bad files are in `tests/bombs.py`.
"""

import re
from io import BytesIO
from zipfile import ZipFile

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from forms.inbox.files.limits import MAXIMUM_FILE_BYTES
from tests.corpus.special import PDF, SUM, with_catalog, with_field, with_file, with_link
from tests.files import pdf, picture


def zip_file(*names):
    """Return a ZIP archive of small files."""
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name in names or ("a.txt",):
            archive.writestr(name, "text")
    return content.getvalue()


def opening(kind, **values):
    """Return a PDF with an action that starts when it is opened."""
    return lambda: with_catalog(OpenAction=Dictionary(S=Name("/" + kind), **values))


def script(text, **options):
    """Return a PDF with a script that runs when it is opened."""
    return pdf(
        lambda document: document.Root.update({"/OpenAction": Dictionary(S=Name.JavaScript, JS=text)}), **options
    )


def with_page(**keys):
    return lambda: pdf(lambda document: document.pages[0].obj.update(Dictionary(**keys)))


def link(kind, **values):
    return lambda: with_link(S=Name("/" + kind), **values)


def with_script_in_a_stream():
    def change(document):
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=Stream(document, b"app.alert(1)"))

    return pdf(change)


def with_script_in_the_list_of_names():
    action = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    return with_catalog(Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), action]))))


def with_script_in_a_later_version():
    """Return a harmless PDF to which a script was added at the end, as PDF programs save changes."""
    plain = pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    number, pages = map(int, re.search(rb"(\d+) 0 obj[^>]*/Pages (\d+) 0 R", plain).groups())
    start, place = int(plain.split(b"startxref")[-1].split()[0]), len(plain)
    action = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    update = b"%d 0 obj <</Type/Catalog/Pages %d 0 R/OpenAction%s>> endobj\n" % (number, pages, action)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer <</Size 9/Prev %d/Root %d 0 R>>\n" % (number, place, start, number)
    return plain + update + table + b"startxref\n%d\n%%%%EOF\n" % (place + len(update))


def with_xfa():
    return pdf(lambda document: document.Root.update({"/AcroForm": Dictionary(XFA=document.make_stream(b"<xdp/>"))}))


def with_page_stream(content=b"", **keys):
    def change(document):
        stream = Stream(document, content)
        for key, value in keys.items():
            stream[f"/{key}"] = value
        document.pages[0].Contents = stream

    return lambda: pdf(change)


def with_annotation(**keys):
    annotation = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **keys)
    return lambda: pdf(lambda document: document.pages[0].obj.update({"/Annots": Array([annotation])}))


def with_3d_script():
    def change(document):
        view = Stream(document, b"", Type=Name("/3D"), OnInstantiate=Stream(document, b"host.app.launchURL('x')"))
        document.pages[0].obj.Annots = Array([Dictionary(Subtype=Name("/3D"), Rect=[0, 0, 9, 9])])
        document.pages[0].obj.Annots[0]["/3DD"] = document.make_indirect(view)

    return pdf(change)


def with_outline(**action):
    def change(document):
        entry = document.make_indirect(Dictionary(Title="Click", A=Dictionary(**action)))
        document.Root.Outlines = Dictionary(First=entry, Last=entry, Count=1)

    return lambda: pdf(change)


def locked(user):
    return lambda: pdf(encryption=pikepdf.Encryption(user=user, owner="owner"))


def image(kind, mode="RGB"):
    return lambda: picture(kind, image=Image.new(mode, (30, 20)))


URL = "https://example.org/"
SHARE = "\\\\example.org\\share\\a.pdf"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DOCX = zip_file("[Content_Types].xml", "word/document.xml")
DICOM = bytes(128) + b"DICM" + bytes(300)
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(100)
BAD_URL = Dictionary(S=Name.URI, URI=URL)

BAD = {
    # Names and contents that do not belong together
    "program": ("evil.php", b"<?php echo 1;", "kind"),
    "program with two extensions": ("a.pdf.exe", b"MZ", "kind"),
    "PDF named as a program": ("a.pdf.exe", PDF, "kind"),
    "picture named as a script": ("a.js", picture, "kind"),
    "no extension": ("scan", PDF, "kind"),
    "only an extension": (".pdf", PDF, "kind"),
    "HTML named as a PDF": ("a.pdf", b"<!doctype html><script>alert(1)</script>", "disguised"),
    "SVG named as a PNG": ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "disguised"),
    "program named as a PDF": ("a.pdf", b"MZ\x90\0", "disguised"),
    "script before a PDF": ("a.pdf", b"alert(1)//" + PDF, "disguised"),
    "UTF-16 mark before a PDF": ("a.pdf", b"\xff\xfe" + PDF, "disguised"),
    "HTML before a PDF": ("a.pdf", b"\n<html>\n" + PDF, "disguised"),
    "ZIP before a PDF": ("a.pdf", zip_file() + PDF, "archive"),
    "PDF with a ZIP behind it": ("a.pdf", PDF + zip_file(), "something_else"),
    "PDF with a script behind it": ("a.pdf", PDF + b"<script>alert(1)</script>", "something_else"),
    "PDF with HTML in its first lines": ("a.pdf", PDF.replace(b"\n", b"\n%<HTML><body>\n", 1), "something_else"),
    "PDF with PHP in its first lines": ("a.pdf", PDF.replace(b"\n", b"\n%<?php system(1);\n", 1), "something_else"),
    "PDF with ASP in its first lines": ("a.pdf", PDF.replace(b"\n", b"\n%<% eval(x) %>\n", 1), "something_else"),
    "PDF with JSP in its first lines": ("a.pdf", PDF.replace(b"\n", b"\n%<%@page import=x%>\n", 1), "something_else"),
    "empty file": ("a.pdf", b"", "empty"),
    "right-to-left sign": ("exe\u202efdp.pdf", PDF, "deceptive"),
    "right-to-left mark": ("a\u200f.pdf", PDF, "deceptive"),
    "NUL": ("a.php\0.pdf", PDF, "deceptive"),
    "more than 7 MB": ("a.pdf", lambda: PDF + b"\n" * MAXIMUM_FILE_BYTES, "too_big"),
    # Damaged or locked
    "PDF with a password": ("a.pdf", locked("secret"), "password"),
    "PDF cut in half": ("a.pdf", PDF[: len(PDF) // 2], "damaged"),
    "PDF without its end": ("a.pdf", PDF.replace(b"%%EOF", b""), "damaged"),
    "PDF with only the first line": ("a.pdf", b"%PDF-1.7\n%%EOF", "damaged"),
    "PDF without pages": ("a.pdf", lambda: pdf(lambda document: document.pages.__delitem__(0)), "damaged"),
    "JPEG cut in half": ("a.jpg", picture(size=(600, 400))[:900], "damaged"),
    "JPEG with only the beginning": ("a.jpg", b"\xff\xd8\xff\xe0", "damaged"),
    "PNG cut in half": ("a.png", picture("PNG", size=(600, 400))[:200], "damaged"),
    "HEIC cut in half": ("a.heic", picture("HEIC")[:200], "damaged"),
    "HEIC with only the header": ("a.heic", b"\x00\x00\x00\x1cftypheic", "damaged"),
    # Scripts
    "script on opening": ("a.pdf", lambda: script("app.alert(1)"), "active"),
    "script in a stream": ("a.pdf", with_script_in_a_stream, "active"),
    "script in the list of names": ("a.pdf", with_script_in_the_list_of_names, "active"),
    "script in a later version": ("a.pdf", with_script_in_a_later_version, "active"),
    "script in compressed objects": (
        "a.pdf",
        lambda: script("app.alert(1)", object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "active",
    ),
    "script in an encrypted PDF": (
        "a.pdf",
        lambda: script("app.alert(1)", encryption=pikepdf.Encryption(user="", owner="owner")),
        "active",
    ),
    "script in a linearized PDF": ("a.pdf", lambda: script("app.alert(1)", linearize=True), "active"),
    "script with a coded name": (
        "a.pdf",
        lambda: script("app.alert(1)", compress_streams=False).replace(b"/JavaScript", b"/J#61vaScrip#74"),
        "active",
    ),
    "script on a page": (
        "a.pdf",
        with_page(AA=Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))),
        "active",
    ),
    "script of a link": ("a.pdf", link("JavaScript", JS="app.launchURL('https://example.org')"), "active"),
    "script of a field": ("a.pdf", lambda: with_field(C='this.submitForm("https://example.org")'), "active"),
    "script that mails": ("a.pdf", lambda: with_field(C="this.mailDoc()"), "active"),
    "script that computes a name": (
        "a.pdf",
        lambda: with_field(C='this["submit" + "Form"]("https://example.org")'),
        "active",
    ),
    "script behind a sum": ("a.pdf", lambda: with_field(C=SUM + "app.alert(1)"), "active"),
    "script inside a sum": ("a.pdf", lambda: with_field(C='AFSimple_Calculate("SUM", eval("app.alert(1)"))'), "active"),
    "script hidden by a pattern": ("a.pdf", lambda: with_field(C='event.value=/"/;app.alert(1);//"/'), "active"),
    "script that assigns a function": (
        "a.pdf",
        lambda: with_field(C='Math.floor=eval;Math.floor("app.alert(1)")'),
        "active",
    ),
    "script with a loop": ("a.pdf", lambda: with_field(C="while (true) { event.value = 1; }"), "active"),
    "script in a 3D model": ("a.pdf", with_3d_script, "active"),
    "action without its script": ("a.pdf", opening("JavaScript"), "active"),
    # Files, media and forms inside
    "embedded program": ("a.pdf", lambda: with_file("a.exe", b"MZ"), "active"),
    "embedded program named as XML": ("a.pdf", lambda: with_file("a.xml", b"MZ\0\0"), "active"),
    "embedded Word document with macros": ("a.pdf", lambda: with_file("a.docm", DOCX), "active"),
    "embedded PDF": ("a.pdf", lambda: with_file("b.pdf", PDF), "active"),
    "embedded web page named as text": ("a.pdf", lambda: with_file("a.txt", b"<html><script>1</script>"), "active"),
    "embedded XML that reads files": (
        "a.pdf",
        lambda: with_file("a.xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
        "active",
    ),
    "XFA form": ("a.pdf", with_xfa, "xfa"),
    "film with controls": ("a.pdf", with_annotation(Subtype=Name.RichMedia, RichMediaContent=Dictionary()), "active"),
    "rendition": ("a.pdf", opening("Rendition", OP=0), "active"),
    "film": ("a.pdf", opening("Movie", T="a"), "active"),
    "document in a document": ("a.pdf", link("GoToE", F="a.pdf"), "active"),
    "portfolio with a navigator": (
        "a.pdf",
        lambda: with_catalog(Collection=Dictionary(Navigator=Dictionary())),
        "active",
    ),
    # What reaches out
    "address on opening": ("a.pdf", opening("URI", URI=URL), "reaches_out"),
    "network folder on opening": ("a.pdf", opening("GoToR", F=SHARE, D=Array([0, Name.Fit])), "reaches_out"),
    "other file on opening": ("a.pdf", opening("GoToR", F="b.pdf", D=Array([0, Name.Fit])), "reaches_out"),
    "program on opening": ("a.pdf", opening("Launch", F="cmd.exe"), "reaches_out"),
    "form that is submitted on opening": ("a.pdf", opening("SubmitForm", F=URL), "reaches_out"),
    "data that is imported": ("a.pdf", link("ImportData", F="a.fdf"), "reaches_out"),
    "button that submits": ("a.pdf", link("SubmitForm", F=URL), "reaches_out"),
    "address after another action": (
        "a.pdf",
        opening("Named", N=Name.NextPage, Next=Array([Dictionary(S=Name.Named, N=Name.LastPage, Next=BAD_URL)])),
        "reaches_out",
    ),
    "address when a page opens": ("a.pdf", with_page(AA=Dictionary(O=BAD_URL)), "reaches_out"),
    "address when the document closes": ("a.pdf", lambda: with_catalog(AA=Dictionary(WC=BAD_URL)), "reaches_out"),
    "address when a note appears": (
        "a.pdf",
        with_annotation(Subtype=Name.Text, AA=Dictionary(PV=BAD_URL)),
        "reaches_out",
    ),
    "program in the outline": ("a.pdf", with_outline(S=Name.Launch, F="cmd.exe"), "reaches_out"),
    "link to a network folder": ("a.pdf", link("GoToR", F=SHARE, D=Array([0, Name.Fit])), "reaches_out"),
    "link to a network folder with slashes": ("a.pdf", link("GoToR", F="//example.org/share/a.pdf"), "reaches_out"),
    "link to a file on a server": ("a.pdf", link("GoToR", F=Dictionary(FS=Name.URL, F=URL)), "reaches_out"),
    "address that is a script": ("a.pdf", link("URI", URI="javascript:alert(1)"), "reaches_out"),
    "address that is a network folder": ("a.pdf", link("URI", URI=SHARE), "reaches_out"),
    "address of a file on a server": ("a.pdf", link("URI", URI="file://example.org/a"), "reaches_out"),
    "address of a program": ("a.pdf", link("URI", URI="search-ms:query=a"), "reaches_out"),
    "page in another file": ("a.pdf", with_page_stream(F="\\\\example.org\\a"), "reaches_out"),
    "picture of another document": (
        "a.pdf",
        with_page_stream(Ref=Dictionary(F="\\\\example.org\\a.pdf", Page=0)),
        "reaches_out",
    ),
    # Kinds that are not accepted, each with its own sentence
    "Word": ("letter.docx", DOCX, "office"),
    "old Word": ("letter.doc", OLE, "office"),
    "Word named as a PDF": ("letter.pdf", DOCX, "office"),
    "rich text": ("letter.rtf", b"{\\rtf1 a}", "office"),
    "Excel": ("list.xlsx", zip_file("[Content_Types].xml", "xl/workbook.xml"), "office"),
    "OpenDocument": ("letter.odt", zip_file("mimetype"), "office"),
    "fax": ("fax.tif", image("TIFF", "1"), "tiff"),
    "fax named as a JPEG": ("fax.jpg", image("TIFF", "1"), "tiff"),
    "TIFF of a Macintosh": ("scan.tiff", b"MM\0*" + bytes(100), "tiff"),
    "GIF": ("a.gif", image("GIF", "P"), "picture"),
    "WebP": ("a.webp", image("WEBP"), "picture"),
    "WebP named as a JPEG": ("a.jpg", image("WEBP"), "picture"),
    "AVIF": ("a.avif", b"\0\0\0\x1cftypavif", "picture"),
    "AVIF named as a HEIC": ("a.heic", b"\0\0\0\x1cftypavif", "picture"),
    "AVIF with a general brand": ("a.heic", b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "picture"),
    "bitmap": ("a.bmp", image("BMP"), "picture"),
    "SVG": ("a.svg", b"<svg/>", "picture"),
    "raw photo": ("a.dng", b"II*\0", "picture"),
    "GIF named as a JPEG": ("a.jpg", b"GIF89a/*<script>*/=1", "picture"),
    "DICOM": ("1.dcm", DICOM, "dicom"),
    "DICOM without an ending": ("IM000001", DICOM, "dicom"),
    "video": ("a.mp4", MP4, "video"),
    "video of an iPhone": ("IMG_1.MOV", b"\0\0\0\x14ftypqt  " + bytes(100), "video"),
    "video named as a HEIC": ("IMG_1.HEIC", MP4, "video"),
    "AVI": ("a.avi", b"RIFF\0\0\0\0AVI ", "video"),
    "voice memo": ("a.m4a", b"\0\0\0\x20ftypM4A ", "sound"),
    "MP3": ("a.mp3", b"ID3", "sound"),
    "archive": ("a.zip", zip_file(), "archive"),
    "RAR named as a PDF": ("a.pdf", b"Rar!\x1a\7", "archive"),
    "e-mail": ("a.eml", b"From: a", "mail"),
    "e-mail of Outlook": ("a.msg", OLE, "mail"),
    "text": ("a.txt", b"text", "text"),
    "web page": ("a.html", b"<html>", "text"),
    "link to a document": ("a.gdoc", b"{}", "link"),
}
