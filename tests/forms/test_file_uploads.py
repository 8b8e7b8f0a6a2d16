"""Files that pass are kept sealed and apart, survive the mistakes of a form, and become the message's."""

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


def kept_files(*names):
    """Files of a message that is not sent yet."""
    return send(*((name, PDF) for name in names or ["scan.pdf"])).cleaned_data["files"]


def tickets_in(form):
    return re.findall(r'name="files_ticket" value="([^"]+)"', str(form["files"]))


def test_pdf_is_kept_byte_for_byte():
    (file,) = kept_files()
    assert open_content(file) == PDF
    assert (file.name, file.content_type, file.size, file.field_key) == (
        "scan.pdf",
        "application/pdf",
        len(PDF),
        "files",
    )


@pytest.mark.parametrize(
    ("name", "kept_name", "content_type"),
    [("a.JPEG", "a.JPEG", "image/jpeg"), ("a.png", "a.png", "image/png"), ("a.HEIC", "a.jpg", "image/jpeg")],
)
def test_picture_is_kept_as_what_every_desk_opens(name, kept_name, content_type):
    kind = name.partition(".")[2].upper()
    (file,) = send((name, picture(kind))).cleaned_data["files"]
    assert (file.name, file.content_type) == (kept_name, content_type)


def test_nothing_readable_lies_on_the_disk(private):
    (file,) = kept_files("Maria-Lopez.pdf")
    (path,) = [path for path in private.rglob("*") if path.is_file()]
    assert re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{30}", str(path.relative_to(private)))
    assert b"PDF" not in path.read_bytes()
    assert b"Maria" not in path.read_bytes()
    assert "Maria" not in file.sealed_name


def test_only_the_site_may_look_into_the_folder(private):
    kept_files()
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


def test_files_of_before_and_new_ones_come_together():
    form = send(("one.pdf", PDF), text="")
    again = send(("two.pdf", PDF), tickets=tickets_in(form))
    assert [file.name for file in again.cleaned_data["files"]] == ["one.pdf", "two.pdf"]


def test_files_of_before_count_among_three():
    form = send(*((f"{number}.pdf", PDF) for number in range(3)), text="")
    again = send(("fourth.pdf", PDF), tickets=tickets_in(form))
    assert "“fourth.pdf” was left out" in again.errors["files"][0]
    assert len(tickets_in(again)) == 3


def test_file_taken_away_is_deleted(private, django_capture_on_commit_callbacks):
    form = send(("one.pdf", PDF), ("two.pdf", PDF), text="")
    one, two = tickets_in(form)
    with django_capture_on_commit_callbacks(execute=True):
        again = send(tickets=[one, two], remove=[one])
    assert [file.name for file in again.cleaned_data["files"]] == ["two.pdf"]
    assert len([path for path in private.rglob("*") if path.is_file()]) == 1


def test_file_of_a_message_that_was_sent_is_not_taken_away():
    (file,) = kept_files()
    claim([file], make_message())
    send(remove=[str(file.ticket)])
    assert Attachment.objects.filter(pk=file.pk).exists()


def test_ticket_of_another_field_opens_nothing():
    (file,) = kept_files()

    class OtherForm(forms.Form):
        other = FilesField(required=False)

    sent = OtherForm({"other_ticket": [str(file.ticket)]}, {})
    assert not sent.is_valid()
    assert file.name not in str(sent["other"])


def test_second_press_of_the_button_sees_the_same_files():
    """The files are a message's by then; whoever keeps the message sees that it is the same one."""
    (file,) = kept_files()
    claim([file], make_message())
    again = send(tickets=[str(file.ticket)])
    assert again.cleaned_data["files"] == [file]
    assert file.name not in str(again["files"])


@pytest.mark.parametrize("ticket", ["nonsense", "5b0f5a52-0e4c-4cf4-9d0c-6d5b0a1d9c11", "'; DROP TABLE", ""])
def test_made_up_ticket_is_no_crash(ticket):
    form = send(tickets=[ticket])
    assert form.is_valid() or "Choose it again." in form.errors["files"][0]


def test_file_kept_too_long_is_asked_for_again():
    (file,) = kept_files()
    Attachment.objects.update(created_at=timezone.now() - timedelta(hours=3))
    form = send(tickets=[str(file.ticket)])
    assert form.errors["files"] == ["A file you chose before was kept for 2 hours and is gone. Choose it again."]


def test_somebody_who_still_writes_keeps_the_files():
    (file,) = kept_files()
    Attachment.objects.update(created_at=timezone.now() - timedelta(minutes=110))
    send(tickets=[str(file.ticket)], text="")
    assert timezone.now() - Attachment.objects.get().created_at < timedelta(minutes=1)


def test_form_asks_for_a_file_where_one_is_required():
    class Strict(forms.Form):
        files = FilesField()

    assert send(form=Strict).errors["files"] == ["Choose at least one file."]
    with_ticket = send(tickets=[str(kept_files()[0].ticket)], form=Strict)
    assert with_ticket.is_valid()
    assert "required" not in str(with_ticket["files"])
    assert "required" in str(Strict()["files"])


def test_name_of_a_file_cannot_break_the_page():
    form = send(('"><img src=x onerror=alert(1)>.pdf', PDF), text="")
    assert "<img" not in str(form["files"])
    assert "onerror=alert(1)>.pdf" in unescape(str(form["files"]))


def test_files_are_claimed_once():
    (file,) = kept_files()
    message = make_message()
    claim([file], message)
    assert list(message.attachments.all()) == [file]
    with pytest.raises(AttachmentGone):
        claim([file], make_message())
    claim([], make_message())


def test_files_whose_message_never_came_are_deleted(private, django_capture_on_commit_callbacks):
    _late, young, claimed = kept_files("late.pdf", "young.pdf", "claimed.pdf")
    claim([claimed], make_message())
    Attachment.objects.exclude(pk=young.pk).update(created_at=timezone.now() - timedelta(hours=2, minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert discard_unclaimed() == 1
    assert set(Attachment.objects.all()) == {young, claimed}
    assert len([path for path in private.rglob("*") if path.is_file()]) == 2


@pytest.mark.parametrize("delete", [lambda message: message.delete(), lambda message: Message.objects.all().delete()])
def test_file_goes_with_its_message_but_only_when_that_is_certain(private, delete, django_capture_on_commit_callbacks):
    (file,) = kept_files()
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


@pytest.mark.parametrize(("verdict", "opens"), [("waiting", 0), ("infected", 0), ("clean", 1), ("not_scanned", 1)])
def test_verdict_decides_whether_it_opens(verdict, opens):
    (file,) = kept_files()
    file.verdict = verdict
    if opens:
        assert open_content(file) == PDF
    else:
        with pytest.raises(NotYetSafe):
            open_content(file)


def test_changed_file_is_told_from_a_wrong_key(private, settings):
    (file,) = kept_files()
    settings.MESSAGE_KEYS = ["another key"]
    with pytest.raises(CannotOpenError, match="MESSAGE_KEYS"):
        open_content(file)
    (path,) = [path for path in private.rglob("*") if path.is_file()]
    path.write_bytes(path.read_bytes()[:-1] + b"A")
    with pytest.raises(FileChangedError, match="Restore it from a backup"):
        open_content(file)


def test_storage_that_fails_loses_neither_text_nor_the_other_files(settings, private, monkeypatch):
    private.parent.joinpath("private").write_text("a file where the folder should be")
    form = send(("scan.pdf", PDF), text="kept")
    assert "“scan.pdf” could not be stored." in form.errors["files"][0]
    assert form["text"].value() == "kept"
    assert not Attachment.objects.exists()


def test_row_that_fails_leaves_no_file(private, monkeypatch):
    def fail(**values):
        raise ValidationError("no")

    monkeypatch.setattr(Attachment.objects, "create", fail)
    send(("scan.pdf", PDF))
    assert [path for path in private.rglob("*") if path.is_file()] == []


def test_process_that_dies_between_leaves_a_row_nobody_can_use_and_no_file(private, monkeypatch):
    at_the_file = []

    def die(*args, **kwargs):
        at_the_file.extend(Attachment.objects.values_list("message", flat=True))
        raise KeyboardInterrupt

    monkeypatch.setattr("forms.inbox.storage.PatientFileStorage._save", die)
    with pytest.raises(KeyboardInterrupt):
        kept_files()
    assert at_the_file == [None]
    assert not [path for path in private.rglob("*") if path.is_file()]
