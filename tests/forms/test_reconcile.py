"""`check_files` compares the database with the private storage and reports missing, changed and unknown files."""

import os
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from forms.inbox.files import claim
from forms.models import Attachment
from tests.files import pdf, send
from tests.forms.test_file_uploads import make_message

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def file():
    """A file of a sent message."""
    (file,) = send(("Maria-Lopez.pdf", pdf())).cleaned_data["files"]
    claim([file], make_message())
    return file


def report(**options):
    """Run the command; return its output and the text of its error, "" if it succeeds."""
    printed = StringIO()
    try:
        call_command("check_files", stdout=printed, **options)
    except CommandError as error:
        return printed.getvalue(), str(error)
    return printed.getvalue(), ""


def add_unknown_file(private, hours):
    path = private / "ab" / ("ab" + "0" * 30)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"sealed")
    os.utime(path, (time.time() - hours * 3600,) * 2)
    return path


def test_unchanged_files_are_reported_as_present(file):
    assert report() == ("All files are present and unchanged, and each has a row in the database.\n", "")


def test_empty_storage_is_no_problem():
    assert report()[1] == ""


def test_missing_file_is_reported_with_the_reference_of_its_message(file, private):
    (private / file.stored_as).unlink()
    printed, failure = report()
    assert f"Message {file.message.reference}: the file {file.stored_as} is missing. Restore" in printed
    assert failure == "Problems found: 1."
    assert "Maria" not in printed


def test_row_without_message_and_file_after_a_crash_is_no_problem(private):
    (waiting,) = send(("scan.pdf", pdf())).cleaned_data["files"]
    (private / waiting.stored_as).unlink()
    assert report()[1] == ""


def test_changed_file_is_reported(file, private):
    path = private / file.stored_as
    path.write_bytes(path.read_bytes() + b"x")
    assert f"Message {file.message.reference}: the file {file.stored_as} was changed." in report()[0]


def test_unknown_file_is_reported_after_an_hour(file, private):
    add_unknown_file(private, hours=0.5)
    assert report()[1] == ""
    path = add_unknown_file(private, hours=1.5)
    printed, failure = report()
    assert f"No row in the database refers to the file ab/{path.name}." in printed
    assert failure


def test_fix_deletes_only_unknown_files(file, private):
    path = add_unknown_file(private, hours=2)
    printed, failure = report(fix=True)
    assert "deleted" in printed
    assert failure == ""
    assert not path.exists()
    (private / file.stored_as).write_bytes(b"changed")
    assert report(fix=True)[1]
    assert (private / file.stored_as).exists()
    assert Attachment.objects.filter(pk=file.pk).exists()
