"""Refused files: only valid, harmless PDF, JPEG, PNG and HEIC files are stored; each error says what to do."""

import zlib
from io import BytesIO
from wsgiref.util import is_hop_by_hop
from zipfile import ZipFile

import pikepdf
import pytest
from django.test import RequestFactory
from django.utils import translation
from pikepdf import Dictionary, Name

from forms.form_pages.files_field import SCRIPT_TEXTS, FilesField
from forms.inbox.files import checks, open_content
from forms.inbox.files.limits import MAXIMUM_FILE_BYTES
from forms.inbox.files.uploads import BoundedUploadsMiddleware
from forms.models import Attachment, Message
from tests.contact_form import ANSWERS
from tests.contact_form import send as send_message
from tests.files import ReceivedFile, multipart, opened, pdf, picture, send
from tests.html import soup, words

pytestmark = pytest.mark.django_db


def zip_file():
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "text")
    return content.getvalue()


def with_action(kind, **values):
    def change(document):
        document.Root.OpenAction = document.make_indirect(Dictionary(S=Name(kind), **values))

    return pdf(change)


def with_embedded_file():
    return pdf(lambda document: document.attachments.update({"a.exe": b"MZ"}))


def with_script_on_a_page():
    def change(document):
        document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))

    return pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def with_form(document):
    document.Root.AcroForm = Dictionary(XFA=document.make_stream(b"<xdp/>"))


def locked(password):
    return pdf(encryption=pikepdf.Encryption(user=password, owner="owner"))


PDF = pdf()
KIND = "is not a PDF, JPEG, PNG or HEIC file. Save it as a PDF, or send a photo of it."
NOT_ONE = "file, but it is not one. Save it as a PDF, or send a photo of it."
MORE = "holds more than a PDF. Print it to a new PDF, or send photos of its pages."
ACTIVE = "has a script or another file inside. Print it to a new PDF, or send photos of its pages."
DAMAGED = "cannot be opened. It may be damaged. Save it again, or send a photo of it."
HIDDEN = "has hidden signs in it. Rename the file, then choose it again."

REFUSED = {
    "program": ("evil.php", b"<?php echo 1;", KIND),
    "program with two extensions": ("a.pdf.exe", b"MZ", KIND),
    "PDF named as a program": ("a.pdf.exe", PDF, KIND),
    "no extension": ("scan", PDF, KIND),
    "only an extension": (".pdf", PDF, None),
    "GIF": ("a.gif", b"GIF89a", KIND),
    "SVG": ("a.svg", b"<svg/>", KIND),
    "HTML named as a PDF": ("a.pdf", b"<!doctype html><script>alert(1)</script>", NOT_ONE),
    "SVG named as a PNG": ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", NOT_ONE),
    "script named as a JPEG": ("a.jpg", b"GIF89a/*<script>*/=1", NOT_ONE),
    "AVIF named as a HEIC": ("a.heic", b"\x00\x00\x00\x1cftypavif", NOT_ONE),
    "PNG named as a JPEG": ("a.jpg", picture("PNG"), "but it is a PNG file. Change the end of its name to “.png”"),
    "PDF named as a PNG": ("a.png", PDF, "but it is a PDF file. Change the end of its name to “.pdf”"),
    "script before a PDF": ("a.pdf", b"alert(1)//" + PDF, NOT_ONE),
    "ZIP before a PDF": ("a.pdf", zip_file() + PDF, NOT_ONE),
    "PDF with a ZIP behind it": ("a.pdf", PDF + zip_file(), MORE),
    "PDF with a script behind it": ("a.pdf", PDF + b"<script>alert(1)</script>", MORE),
    "PDF with a page of HTML in its first lines": ("a.pdf", PDF.replace(b"\n", b"\n%<HTML><body>\n", 1), MORE),
    "PDF with PHP in its first lines": ("a.pdf", PDF.replace(b"\n", b"\n%<?php system(1);\n", 1), MORE),
    "empty file": ("a.pdf", b"", "is empty. Choose the file again, or take a new photo."),
    "right-to-left sign": ("exe\u202efdp.pdf", PDF, HIDDEN),
    "right-to-left mark": ("a\u200f.pdf", PDF, HIDDEN),
    "NUL": ("a.php\0.pdf", PDF, HIDDEN),
    "PDF with a password": ("a.pdf", locked("secret"), "opens only with a password. Save a copy without"),
    "PDF with a script": ("a.pdf", with_action("/JavaScript", JS="app.alert(1)"), ACTIVE),
    "PDF with a script in a compressed object": ("a.pdf", with_script_on_a_page(), ACTIVE),
    "PDF that starts a program": ("a.pdf", with_action("/Launch", F="cmd.exe"), ACTIVE),
    "PDF that submits a form": ("a.pdf", with_action("/SubmitForm", F="https://example.com"), ACTIVE),
    "PDF with a file inside": ("a.pdf", with_embedded_file(), ACTIVE),
    "PDF with an XFA form": ("a.pdf", pdf(with_form), ACTIVE),
    "PDF cut in half": ("a.pdf", PDF[: len(PDF) // 2], DAMAGED),
    "PDF with only the first line": ("a.pdf", b"%PDF-1.7\n%%EOF", DAMAGED),
    "JPEG cut in half": ("a.jpg", picture(size=(600, 400))[:900], DAMAGED),
    "PNG cut in half": ("a.png", picture("PNG", size=(600, 400))[:200], DAMAGED),
    "HEIC cut in half": ("a.heic", picture("HEIC")[:200], DAMAGED),
    "HEIC with only the header": ("a.heic", b"\x00\x00\x00\x1cftypheic", DAMAGED),
    "more than 7 MB": ("a.pdf", PDF + b"\n" * MAXIMUM_FILE_BYTES, "is larger than 7 MB. Send a smaller photo"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_file_is_refused_with_an_error(case, private):
    name, content, sentence = REFUSED[case]
    form = send((name, content))
    assert len(form.errors["files"]) == 1
    assert (sentence or KIND) in form.errors["files"][0]
    assert not Attachment.objects.exists()
    assert not private.exists()


def test_errors_are_spanish_on_a_spanish_page():
    sentences = [*checks.REFUSALS.values(), *FilesField.default_error_messages.values(), *SCRIPT_TEXTS.values()]
    in_english = [str(sentence) for sentence in sentences]
    with translation.override("es"):
        assert [
            english for english, sentence in zip(in_english, sentences, strict=True) if str(sentence) == english
        ] == []


def test_error_shows_the_name_without_hidden_characters():
    (error,) = send(("exe\u202efdp.pdf", PDF)).errors["files"]
    assert "“exefdp.pdf”" in error
    assert "\u202e" not in error


def test_fourth_file_is_named_in_the_error_and_the_others_are_stored():
    form = send(*((f"{number}.pdf", PDF) for number in range(1, 5)))
    assert form.errors["files"] == ["“4.pdf” was left out: a message holds 3 files. Send the rest in a second message."]
    assert sorted(file.name for file in Attachment.objects.all()) == ["1.pdf", "2.pdf", "3.pdf"]


def test_files_above_the_total_size_are_named_in_the_error():
    filler = b"%" + b"x" * (7_000_000 - len(PDF)) + b"\n%%EOF\n"
    form = send(*((f"{number}.pdf", PDF + filler) for number in range(1, 4)))
    assert "“3.pdf” was left out: together the files are larger than 20 MB." in form.errors["files"][0]
    assert Attachment.objects.count() == 2


def test_each_bad_file_has_its_own_error():
    form = send(("a.exe", b"MZ"), ("good.pdf", PDF), ("b.pdf", b""))
    assert len(form.errors["files"]) == 2
    assert Attachment.objects.get().name == "good.pdf"


def test_pdf_with_a_harmless_action_or_an_owner_password_is_accepted():
    """A link to a page, and a password that only prevents printing, are common and harmless."""

    def change(document):
        document.Root.OpenAction = Dictionary(S=Name.GoTo, D=pikepdf.Array([document.pages[0].obj, Name.Fit]))

    assert send(("a.pdf", pdf(change)), ("b.pdf", locked(""))).is_valid()


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\scan.PDF", "scan.PDF"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
        ("report. pdf .pdf. ", "report. pdf .pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ('"quoted" \u2068name\u2069.pdf', '"quoted" name.pdf'),
        ("resonancia de la señora Núñez.pdf", "resonancia de la señora Núñez.pdf"),
    ],
)
def test_file_name_is_cleaned(name, stored):
    form = send((name, PDF))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["files"][0].name == stored


@pytest.mark.parametrize("tail", [zip_file(), b"<?php system('id'); ?>", b"<script>alert(1)</script>"])
def test_data_after_a_picture_is_not_stored(tail):
    for name, content in (("a.jpg", picture("JPEG")), ("a.png", picture("PNG")), ("a.heic", picture("HEIC"))):
        form = send((name, content + tail))
        assert form.is_valid(), form.errors
        stored = open_content(form.cleaned_data["files"][0])
        assert tail not in stored
        assert opened(stored).size == (60, 40)


def receive(*parts, **headers):
    """Send a request through the middleware and return the request that the view gets."""
    body, content_type = multipart(*parts)
    request = RequestFactory().post("/contact-us/", body, content_type=content_type, **headers)
    return BoundedUploadsMiddleware(lambda request: request)(request)


def test_text_is_not_lost_if_a_file_is_too_large():
    large = b"x" * (30 * 1024 * 1024)
    request = receive(("before", "one"), ("files", "large.pdf", large), ("files", "good.pdf", PDF), ("after", "two"))
    assert (request.POST["before"], request.POST["after"]) == ("one", "two")
    too_large, good = request.FILES.getlist("files")
    assert (too_large.is_whole, too_large.size, too_large.read()) == (False, len(large), b"")
    assert (good.is_whole, good.read()) == (True, PDF)


def test_more_than_20_megabytes_are_not_held_in_memory():
    six = b"x" * (6 * 1024 * 1024)
    request = receive(*(("files", f"{number}.pdf", six) for number in range(5)), ("text", "kept"))
    assert [file.is_whole for file in request.FILES.getlist("files")] == [True, True, True, False, False]
    assert request.POST["text"] == "kept"


def test_hidden_characters_in_names_are_not_removed_before_the_check():
    request = receive(("files", "exe\u202efdp.pdf", PDF), ("files", "a\0.pdf", PDF), ("files", "../../b.pdf", PDF))
    form = send(*request.FILES.getlist("files"))
    assert len(form.errors["files"]) == 2
    assert Attachment.objects.get().name == "b.pdf"


@pytest.mark.parametrize(("address", "heading"), [("/", "Too much to send"), ("/es/", "Demasiado para enviar")])
def test_much_too_large_request_gets_a_page_with_the_phone_number(client, address, heading):
    body, content_type = multipart(("text", "It hurts."))
    length = {"CONTENT_LENGTH": str(500 * 1024 * 1024), "HTTP_SEC_FETCH_SITE": "same-origin"}
    response = client.generic("POST", address, body, content_type, **length)
    assert response.status_code == 413
    assert heading in response.content.decode()
    assert "479-967-7770" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert not any(
        is_hop_by_hop(name) for name in response.headers
    )  # only the server may set them (PEP 3333), or `make run` fails


def test_files_that_the_browser_left_out_are_named_and_escaped(client):
    left_out = ["too-big <b>50%.jpg", "kind", "nonsense a.pdf", "", *["empty a.pdf"] * 30]
    response = send_message(client, answers={**ANSWERS, "files_left_out": left_out})
    error = soup(response).select_one("#id_files_error")
    assert response.status_code == 422
    assert "“<b>50%.jpg” is larger than 7 MB." in words(error)
    assert (error.b, words(error).count("“"), Message.objects.count()) == (None, 8, 0)


def test_file_without_content_is_refused_by_its_size():
    form = send(ReceivedFile("a.pdf", None, 300 * 1024 * 1024))
    assert "“a.pdf” is larger than 7 MB." in form.errors["files"][0]


def test_stream_that_decompresses_to_more_than_200_megabytes_is_refused():
    compressor = zlib.compressobj(9)
    compressed = b"".join(compressor.compress(bytes(10**7)) for _part in range(30)) + compressor.flush()

    def change(document):
        stream = pikepdf.Stream(document, b"")
        stream.write(compressed, filter=Name.FlateDecode)
        document.pages[0].Contents = stream

    bomb = pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert "is too large to open safely." in send(("a.pdf", bomb)).errors["files"][0]
