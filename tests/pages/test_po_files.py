"""A PO file is accepted as a whole, or refused with a sentence, and then nothing is changed."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from tests.factories import make_condition
from tests.html import soup, words
from tests.translations import submit

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def submitted(module_database):
    """A condition that was submitted for translation, and another one."""
    page = make_condition("Cold Feet", introduction="They are cold.\n\nCall {phone}.")
    return submit(page).pk, submit(make_condition("Warm Feet")).pk


@pytest.fixture
def translation(submitted, db):
    return Translation.objects.get(pk=submitted[0])


@pytest.fixture
def file(translation):
    """The PO file of the page as a translator downloads it."""
    return polib.pofile(str(translation.export_po()))


@pytest.fixture
def upload(editor_client, translation):
    """Return a function that uploads a file and returns the messages."""

    def upload(content):
        address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
        data = {} if content is None else {"file": SimpleUploadedFile("page.po", str(content).encode())}
        response = editor_client.post(address, data, follow=True)
        assert response.status_code == 200
        return words(soup(response).select_one(".messages"))

    return upload


def fill(file, msgid="Cold Feet", msgstr="Pies fríos"):
    entry = next(entry for entry in file if entry.msgid == msgid and entry.msgctxt != "slug")
    entry.msgstr = msgstr
    return entry


@pytest.mark.slow
def test_filled_in_file_is_read(upload, file, translation):
    fill(file)
    fill(file, "They are cold.<br/><br/>Call {phone}.", "Están fríos.<br/><br/>Llame al {phone}.")
    assert "2 translations read." in upload(file)
    found = StringTranslation.objects.filter(context__object_id=translation.source.object_id)
    assert {one.data for one in found} == {"Pies fríos", "Están fríos.<br/><br/>Llame al {phone}."}
    assert {(one.translation_type, one.tool_name) for one in found} == {("manual", "PO File")}
    assert "0 translations read." in upload(file)


def without_identifier(file, other):
    del file.metadata["X-WagtailLocalize-TranslationID"]


def of_another_page(file, other):
    file.metadata["X-WagtailLocalize-TranslationID"] = str(other.uuid)


def with_a_fuzzy_entry(file, other):
    file[1].flags.append("fuzzy")


def with_broken_tags(file, other):
    fill(file, msgstr="Pies <b>fríos")


def with_a_block_tag(file, other):
    fill(file, msgstr="<p>Pies fríos</p>")


def too_long(file, other):
    fill(file, msgstr="P" * 256)


def without_a_placeholder(file, other):
    fill(file, "They are cold.<br/><br/>Call {phone}.", "Están fríos.")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (without_identifier, "This file does not say which page it is for."),
        (of_another_page, "This file is for another page."),
        (with_a_fuzzy_entry, "1 text is marked as fuzzy."),
        (with_broken_tags, "“Cold Feet”: This tag is not in the English text: <b>."),
        (with_a_block_tag, "tag is not allowed"),
        (too_long, "“Cold Feet”: Write at most 255 characters: there are 256."),
        (without_a_placeholder, "“{phone}” of the English text is missing."),
    ],
)
def test_wrong_file_is_refused_with_a_sentence_and_changes_nothing(upload, file, submitted, spoil, sentence):
    fill(file)
    spoil(file, Translation.objects.get(pk=submitted[1]))
    shown = upload(file)
    assert "Nothing was changed." in shown
    assert sentence in shown
    assert not StringTranslation.objects.filter(context__object_id=file_key(submitted)).exists()


def file_key(submitted):
    return Translation.objects.get(pk=submitted[0]).source.object_id


@pytest.mark.parametrize("content", [None, "", "no file", "/etc/passwd", 'msgid "open\n', "msgid\nmsgid\n\x00"])
def test_what_is_no_po_file_is_refused(upload, content):
    assert "Nothing was changed." in upload(content)


def test_text_that_is_no_longer_on_the_page_is_left_out(upload, file):
    fill(file)
    file.append(polib.POEntry(msgid="Gone", msgctxt="introduction", msgstr="Ido"))
    shown = upload(file)
    assert "1 translation read." in shown
    assert "1 text of the file is no longer on the page." in shown


def test_front_desk_cannot_upload(desk, translation, file):
    fill(file)
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    desk.post(address, {"file": SimpleUploadedFile("page.po", str(file).encode())})
    assert not StringTranslation.objects.exists()
