"""Refused files are not stored, and the form says why. The good files beside them and the text are kept."""

import zlib
from wsgiref.util import is_hop_by_hop

import pikepdf
import pytest
from django.test import RequestFactory
from django.utils import translation
from pikepdf import Name

from forms.form_pages.files_field import SCRIPT_TEXTS, FilesField
from forms.inbox.files import checks, open_content
from forms.inbox.files.limits import MAXIMUM_FILE_BYTES
from forms.inbox.files.uploads import BoundedUploadsMiddleware
from forms.models import Attachment, Message
from tests.contact_form import ANSWERS
from tests.contact_form import send as send_message
from tests.corpus.bad import zip_file
from tests.files import ReceivedFile, multipart, opened, pdf, picture, send
from tests.html import soup, words

pytestmark = pytest.mark.django_db


PDF = pdf()

# The other cases are in `tests/corpus/bad.py`.
REFUSED = {
    "program": (
        "evil.php",
        b"<?php echo 1;",
        "is not a PDF, JPEG, PNG or HEIC file. Save it as a PDF, or send a photo",
    ),
    "HTML named as a PDF": ("a.pdf", b"<!doctype html>", "but it is not one. Save it as a PDF, or send a photo of it."),
    "only an extension": (".pdf", PDF, "“pdf” is not a PDF"),
    "hidden character": ("exe\u202efdp.pdf", PDF, "has hidden signs in it. Rename the file, then choose it again."),
    "Word": (
        "letter.docx",
        b"PK",
        "is a Word or other office document. Open it, save it as a PDF, then choose the PDF.",
    ),
    "PDF with a password": (
        "a.pdf",
        pdf(encryption=pikepdf.Encryption(user="secret", owner="owner")),
        "opens only with a password. Save a copy without",
    ),
    "more than 7 MB": ("a.pdf", PDF + b"\n" * MAXIMUM_FILE_BYTES, "is larger than 7 MB. Send a smaller photo"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_file_is_refused_with_an_error(case, private):
    name, content, sentence = REFUSED[case]
    form = send((name, content))
    assert len(form.errors["files"]) == 1
    assert sentence in form.errors["files"][0]
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


@pytest.mark.slow
def test_files_above_the_total_size_are_named_in_the_error():
    filler = b"%" + b"x" * (7_000_000 - len(PDF)) + b"\n%%EOF\n"
    form = send(*((f"{number}.pdf", PDF + filler) for number in range(1, 4)))
    assert "“3.pdf” was left out: together the files are larger than 20 MB." in form.errors["files"][0]
    assert Attachment.objects.count() == 2


def test_each_bad_file_has_its_own_error():
    form = send(("a.exe", b"MZ"), ("good.pdf", PDF), ("b.pdf", b""))
    assert len(form.errors["files"]) == 2
    assert Attachment.objects.get().name == "good.pdf"


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
    left_out = ["too-big <b>50%.jpg", "office letter.docx", "nonsense a.pdf", "", *["empty a.pdf"] * 30]
    response = send_message(client, answers={**ANSWERS, "files_left_out": left_out})
    error = soup(response).select_one("#id_files_error")
    assert response.status_code == 422
    assert "“<b>50%.jpg” is larger than 7 MB." in words(error)
    assert "“letter.docx” is a Word or other office document." in words(error)
    assert (error.b, words(error).count("“"), Message.objects.count()) == (None, 8, 0)


def test_file_without_content_is_refused_by_its_size():
    form = send(ReceivedFile("a.pdf", None, 300 * 1024 * 1024))
    assert "“a.pdf” is larger than 7 MB." in form.errors["files"][0]


@pytest.mark.slow
def test_stream_that_decompresses_to_more_than_200_megabytes_is_refused():
    compressor = zlib.compressobj(9)
    compressed = b"".join(compressor.compress(bytes(10**7)) for _part in range(30)) + compressor.flush()

    def change(document):
        stream = pikepdf.Stream(document, b"")
        stream.write(compressed, filter=Name.FlateDecode)
        document.pages[0].Contents = stream

    bomb = pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert "is too large to open safely." in send(("a.pdf", bomb)).errors["files"][0]
