"""Uploaded files: stored encrypted, available again after an error in the form, and attached to one message."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from forms.form_pages.files_field import FilesField
from forms.inbox.files import (
    AttachmentGone,
    FileChangedError,
    NotYetSafe,
    claim,
    discard_unclaimed,
    open_content,
)
from forms.models import Attachment, Form, Message
from forms.sealing.encryption import CannotOpenError
from tests.files import pdf, picture, send

pytestmark = pytest.mark.django_db

PDF = pdf()


def make_message():
    form = Form.objects.create(key=uuid4(), name="Contact")
    return Message.objects.create(form=form, language="en", sealed="", fingerprint=uuid4().hex)


def stored_files(*names):
    """Return files that were stored while their message was not sent yet."""
    return send(*((name, PDF) for name in names or ["scan.pdf"])).cleaned_data["files"]


def tickets_in(form):
    return re.findall(r'name="files_ticket" value="([^"]+)"', str(form["files"]))


def test_pdf_is_stored_unchanged():
    (file,) = stored_files()
    assert open_content(file) == PDF
    assert (file.name, file.content_type, file.size, file.field_key) == (
        "scan.pdf",
        "application/pdf",
        len(PDF),
        "files",
    )


@pytest.mark.parametrize(
    ("name", "stored_name", "content_type"),
    [("a.JPEG", "a.JPEG", "image/jpeg"), ("a.png", "a.png", "image/png"), ("a.HEIC", "a.jpg", "image/jpeg")],
)
def test_picture_is_stored_in_a_common_format(name, stored_name, content_type):
    kind = name.partition(".")[2].upper()
    (file,) = send((name, picture(kind))).cleaned_data["files"]
    assert (file.name, file.content_type) == (stored_name, content_type)


def test_file_and_its_name_are_encrypted_on_the_disk(private):
    (file,) = stored_files("Maria-Lopez.pdf")
    (path,) = [path for path in private.rglob("*") if path.is_file()]
    assert re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{30}", str(path.relative_to(private)))
    assert b"PDF" not in path.read_bytes()
    assert b"Maria" not in path.read_bytes()
    assert "Maria" not in file.sealed_name


def test_only_the_user_of_the_server_may_read_the_folder(private):
    stored_files()
    for path in [private, *private.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o600 if path.is_file() else 0o700), path


def test_file_survives_a_mistake_elsewhere_in_the_form():
    form = send(("scan.pdf", PDF), text="")
    assert not form.is_valid()
    again = send(tickets=tickets_in(form))
    assert [file.name for file in again.cleaned_data["files"]] == ["scan.pdf"]
    assert Attachment.objects.count() == 1


def test_good_file_survives_a_bad_one_beside_it():
    form = send(("scan.pdf", PDF), ("virus.exe", b"MZ"))
    assert len(tickets_in(form)) == 1
    assert "scan.pdf" in str(form["files"])
    assert "virus.exe" not in str(form["files"])


def test_earlier_and_new_files_are_sent_together():
    form = send(("one.pdf", PDF), text="")
    again = send(("two.pdf", PDF), tickets=tickets_in(form))
    assert [file.name for file in again.cleaned_data["files"]] == ["one.pdf", "two.pdf"]


def test_earlier_files_count_toward_the_limit_of_three():
    form = send(*((f"{number}.pdf", PDF) for number in range(3)), text="")
    again = send(("fourth.pdf", PDF), tickets=tickets_in(form))
    assert "“fourth.pdf” was left out" in again.errors["files"][0]
    assert len(tickets_in(again)) == 3


def test_file_that_the_sender_removes_is_deleted(private, django_capture_on_commit_callbacks):
    form = send(("one.pdf", PDF), ("two.pdf", PDF), text="")
    one, two = tickets_in(form)
    with django_capture_on_commit_callbacks(execute=True):
        again = send(tickets=[one, two], remove=[one])
    assert [file.name for file in again.cleaned_data["files"]] == ["two.pdf"]
    assert len([path for path in private.rglob("*") if path.is_file()]) == 1


def test_file_of_a_sent_message_cannot_be_removed():
    (file,) = stored_files()
    claim([file], make_message())
    send(remove=[str(file.ticket)])
    assert Attachment.objects.filter(pk=file.pk).exists()


def test_ticket_of_another_field_is_refused():
    (file,) = stored_files()

    class OtherForm(forms.Form):
        other = FilesField(required=False)

    sent = OtherForm({"other_ticket": [str(file.ticket)]}, {})
    assert not sent.is_valid()
    assert file.name not in str(sent["other"])


def test_second_press_of_the_button_sees_the_same_files():
    """The files belong to the message by then; code that saves the message recognizes it as the same one."""
    (file,) = stored_files()
    claim([file], make_message())
    again = send(tickets=[str(file.ticket)])
    assert again.cleaned_data["files"] == [file]
    assert file.name not in str(again["files"])


@pytest.mark.parametrize("ticket", ["nonsense", "5b0f5a52-0e4c-4cf4-9d0c-6d5b0a1d9c11", "'; DROP TABLE", ""])
def test_invalid_ticket_raises_no_error(ticket):
    form = send(tickets=[ticket])
    assert form.is_valid() or "Choose it again." in form.errors["files"][0]


def test_expired_file_must_be_chosen_again():
    (file,) = stored_files()
    Attachment.objects.update(created_at=timezone.now() - timedelta(hours=3))
    form = send(tickets=[str(file.ticket)])
    assert form.errors["files"] == ["A file you chose before was kept for 2 hours and is gone. Choose it again."]


def test_each_submission_extends_the_time_that_files_are_stored():
    (file,) = stored_files()
    Attachment.objects.update(created_at=timezone.now() - timedelta(minutes=110))
    send(tickets=[str(file.ticket)], text="")
    assert timezone.now() - Attachment.objects.get().created_at < timedelta(minutes=1)


def test_required_file_field_refuses_a_form_without_files():
    class Strict(forms.Form):
        files = FilesField()

    assert send(form=Strict).errors["files"] == ["Choose at least one file."]
    with_ticket = send(tickets=[str(stored_files()[0].ticket)], form=Strict)
    assert with_ticket.is_valid()
    assert "required" not in str(with_ticket["files"])
    assert "required" in str(Strict()["files"])


def test_name_of_a_file_is_escaped():
    form = send(('"><img src=x onerror=alert(1)>.pdf', PDF), text="")
    assert "<img" not in str(form["files"])
    assert "onerror=alert(1)>.pdf" in unescape(str(form["files"]))


def test_files_are_claimed_once():
    (file,) = stored_files()
    message = make_message()
    claim([file], message)
    assert list(message.attachments.all()) == [file]
    with pytest.raises(AttachmentGone):
        claim([file], make_message())
    claim([], make_message())


def test_files_whose_message_was_never_sent_are_deleted(private, django_capture_on_commit_callbacks):
    _late, young, claimed = stored_files("late.pdf", "young.pdf", "claimed.pdf")
    claim([claimed], make_message())
    Attachment.objects.exclude(pk=young.pk).update(created_at=timezone.now() - timedelta(hours=2, minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert discard_unclaimed() == 1
    assert set(Attachment.objects.all()) == {young, claimed}
    assert len([path for path in private.rglob("*") if path.is_file()]) == 2


@pytest.mark.parametrize("delete", [lambda message: message.delete(), lambda message: Message.objects.all().delete()])
def test_file_is_deleted_with_its_message_after_the_commit(private, delete, django_capture_on_commit_callbacks):
    (file,) = stored_files()
    message = make_message()
    claim([file], message)
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            delete(message)
            transaction.set_rollback(True)
        assert open_content(Attachment.objects.get()) == PDF
        delete(Message.objects.get())
        assert [path for path in private.rglob("*") if path.is_file()]
    assert [path for path in private.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("verdict", "can_be_opened"), [("waiting", 0), ("infected", 0), ("clean", 1), ("not_scanned", 1)]
)
def test_verdict_decides_whether_a_file_can_be_opened(verdict, can_be_opened):
    (file,) = stored_files()
    file.verdict = verdict
    if can_be_opened:
        assert open_content(file) == PDF
    else:
        with pytest.raises(NotYetSafe):
            open_content(file)


def test_changed_file_and_wrong_key_have_different_errors(private, settings):
    (file,) = stored_files()
    settings.MESSAGE_KEYS = ["another key"]
    with pytest.raises(CannotOpenError, match="MESSAGE_KEYS"):
        open_content(file)
    (path,) = [path for path in private.rglob("*") if path.is_file()]
    path.write_bytes(path.read_bytes()[:-1] + b"A")
    with pytest.raises(FileChangedError, match="Restore it from a backup"):
        open_content(file)


def test_text_is_not_lost_if_the_storage_fails(settings, private, monkeypatch):
    private.parent.joinpath("private").write_text("a file where the folder should be")
    form = send(("scan.pdf", PDF), text="kept")
    assert "“scan.pdf” could not be stored." in form.errors["files"][0]
    assert form["text"].value() == "kept"
    assert not Attachment.objects.exists()


def test_no_file_is_left_if_the_database_row_fails(private, monkeypatch):
    def fail(**values):
        raise ValidationError("no")

    monkeypatch.setattr(Attachment.objects, "create", fail)
    send(("scan.pdf", PDF))
    assert [path for path in private.rglob("*") if path.is_file()] == []


def test_process_that_ends_before_the_file_is_written_leaves_only_a_row_without_a_message(private, monkeypatch):
    rows_at_that_time = []

    def die(*args, **kwargs):
        rows_at_that_time.extend(Attachment.objects.values_list("message", flat=True))
        raise KeyboardInterrupt

    monkeypatch.setattr("forms.inbox.storage.PatientFileStorage._save", die)
    with pytest.raises(KeyboardInterrupt):
        stored_files()
    assert rows_at_that_time == [None]
    assert not [path for path in private.rglob("*") if path.is_file()]
