"""Documents that staff upload: their size is limited, and their content is what the ending of their name says."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection

from ioipm.uploads.documents import MAXIMUM_BYTES, REFUSALS
from tests.files import pdf, picture

pytestmark = pytest.mark.django_db


def archive(**parts):
    """Return a ZIP archive; `parts` maps names, with `__` for a slash and `_` for a dot, to contents."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), part)
    return content.getvalue()


def workbook():
    content = BytesIO()
    openpyxl.Workbook().save(content)
    return content.getvalue()


def with_script(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


WORD = {"word__document_xml": b"<document/>"}
GOOD = [
    ("notice.pdf", pdf()),
    ("Notice of Privacy.PDF", pdf()),
    ("notice.docx", archive(**WORD)),
    ("prices.xlsx", workbook()),
    ("list.txt", "Año nuevo\tcerrado\r\n".encode()),
    ("old.txt", "Año nuevo".encode("latin-1")),
]
BAD = [
    ("empty.txt", b"", ""),
    ("zeros.pdf", bytes(1000), "disguised"),
    ("large.txt", b"a" * (MAXIMUM_BYTES + 1), "too_big"),
    ("page.pdf", b"<html><script>1</script></html>", "disguised"),
    ("cut.pdf", pdf()[:-300], "damaged"),
    ("script.pdf", pdf(with_script), "active"),
    ("locked.pdf", pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "password"),
    ("photo.docx", picture("PNG"), "disguised"),
    ("any.docx", archive(readme_txt=b"no document"), "disguised"),
    ("prices.docx", workbook(), "disguised"),
    ("locked.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
    ("macro.docx", archive(**WORD, word__vbaProject_bin=b"Sub x"), "active"),
    ("files.docx", archive(**WORD, word__embeddings__a_bin=b"MZ"), "active"),
    ("bomb.docx", archive(**WORD, word__media__a_bmp=bytes(201 * 1024 * 1024)), "too_large"),
    ("program.txt", b"MZ\x90\x00\x03", "disguised"),
]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def submit(user, name, content):
    data = {"title": "Notice", "collection": Collection.get_first_root_node().pk}
    return get_document_form(get_document_model())(data, {"file": SimpleUploadedFile(name, content)}, user=user)


@pytest.mark.parametrize(("name", "content"), GOOD, ids=[name for name, _content in GOOD])
def test_document_is_accepted_and_stored_unchanged(editor, name, content):
    form = submit(editor, name, content)
    assert form.is_valid(), form.errors
    with form.save().open_file() as file:
        assert file.read() == content


@pytest.mark.parametrize(("name", "content", "code"), BAD, ids=[name for name, _content, _code in BAD])
def test_document_is_refused_with_a_sentence(editor, name, content, code):
    form = submit(editor, name, content)
    assert not form.is_valid()
    if code:
        assert form.errors["file"] == [str(REFUSALS[code])]


def test_replacing_the_file_of_a_document_is_checked_too(editor, editor_client):
    form = submit(editor, "notice.pdf", pdf())
    assert form.is_valid()
    document = form.save()
    name, address = document.file.name, reverse("wagtaildocs:edit", args=[document.pk])
    data = {"title": "Notice", "collection": document.collection_id}
    bad = SimpleUploadedFile("notice.pdf", bytes(1000))
    response = editor_client.post(address, {**data, "file": bad})
    assert "This file is not what the ending of its name says" in response.content.decode()
    assert editor_client.post(address, {**data, "title": "New"}).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.file.name) == ("New", name)
