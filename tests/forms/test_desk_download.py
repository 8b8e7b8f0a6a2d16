"""Download of files by the front desk: unchanged content, safe headers and safe file names."""

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from forms.inbox.desk.views.file import download_response
from tests.factories import attach, make_message
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


def get(client, attachment, message=None, **options):
    return client.get(reverse("desk:file", args=[(message or attachment.message).pk, attachment.pk]), **options)


def test_downloaded_file_has_the_content_that_was_sent(desk):
    content = bytes(range(256)) * 40
    response = get(desk, attach(make_message(), content))
    assert response.content == content
    assert response["Content-Type"] == "application/pdf"


def test_file_is_encrypted_in_the_storage(private):
    attachment = attach(make_message(), b"secret words")
    stored = (private / attachment.stored_as).read_bytes()
    assert b"secret" not in stored
    with pytest.raises(NotImplementedError):
        storages["patient_files"].url(attachment.stored_as)


def test_download_is_not_opened_in_the_browser_and_not_cached(desk):
    response = get(desk, attach(make_message()))
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("test.pdf", 'filename="test.pdf"'),
        ("Röntgen 1.pdf", "filename*=utf-8''R%C3%B6ntgen%201.pdf"),
        ("報告.pdf", "filename*=utf-8''%E5%A0%B1%E5%91%8A.pdf"),
        ('a"b;c.pdf', r'filename="a\"b;c.pdf"'),
        ("a\r\nX-Evil: 1.pdf", 'filename="aX-Evil: 1.pdf"'),
        ("a\u2028b\x7f.pdf", "filename*=utf-8''a%E2%80%A8b.pdf"),
        ("../../etc/passwd", 'filename="_.._etc_passwd"'),
        ("..\\..\\passwd", 'filename="_.._passwd"'),
        ("gpj.\u202eexe", 'filename="gpj.exe"'),
        ("...", 'filename="file"'),
        ("\x00", 'filename="file"'),
        ("", 'filename="file"'),
    ],
)
def test_name_cannot_split_the_header_or_leave_the_folder(desk, name, parameter):
    header = get(desk, attach(make_message(), name=name))["Content-Disposition"]
    assert header == f"attachment; {parameter}"


def test_very_long_name_is_not_truncated():
    assert "x" * 300 in download_response(b"", "x" * 300, "application/pdf")["Content-Disposition"]


def test_file_of_another_message_is_not_found(desk):
    attachment, other = attach(make_message()), make_message()
    assert get(desk, attachment, other).status_code == 404


def test_file_without_a_message_is_not_found(desk):
    attachment, message = attach(make_message()), make_message()
    attachment.message = None
    attachment.save()
    assert get(desk, attachment, message).status_code == 404


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [("waiting", "the virus scanner has not cleared it"), ("infected", "the virus scanner has not cleared it")],
)
def test_file_without_a_good_verdict_is_not_served(desk, verdict, sentence):
    response = get(desk, attach(make_message(), b"EVIL", verdict=verdict), follow=True)
    assert sentence in words(soup(response).select_one(".messages"))
    assert b"EVIL" not in response.content


def test_file_that_no_key_can_decrypt_shows_an_explanation(desk, settings):
    attachment = attach(make_message())
    settings.MESSAGE_KEYS = ["another key"]
    assert "its key is missing" in words(soup(get(desk, attachment, follow=True)).select_one(".messages"))


def test_missing_file_shows_an_explanation(desk):
    attachment = attach(make_message())
    storages["patient_files"].delete(attachment.stored_as)
    assert "missing from the storage" in words(soup(get(desk, attachment, follow=True)).select_one(".messages"))


@pytest.mark.parametrize("template", ["/media/{}", "/private/{}", "/var/private/{}", "/documents/{}", "/static/{}"])
def test_stored_file_has_no_url(desk, template):
    assert desk.get(template.format(attach(make_message()).stored_as), follow=True).status_code == 404
