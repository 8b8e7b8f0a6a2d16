"""What is in the database and what lies in the private storage are compared, and differences are named."""

import os
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from forms.inbox.files import claim
from forms.models import Attachment
from tests.files import pdf, send
from tests.forms.test_file_uploads import make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def file():
    """A file of a message that was sent."""
    (file,) = send(("Maria-Lopez.pdf", pdf())).cleaned_data["files"]
    claim([file], make_message())
    return file


def report(**options):
    """What the command prints, and whether it fails."""
    printed = StringIO()
    try:
        call_command("check_files", stdout=printed, **options)
    except CommandError as error:
        return printed.getvalue(), str(error)
    return printed.getvalue(), ""


def stray(private, hours):
    path = private / "ab" / ("ab" + "0" * 30)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"sealed")
    os.utime(path, (time.time() - hours * 3600,) * 2)
    return path


def test_all_is_well(file):
    assert report() == ("All files are present and unchanged, and each has a row in the database.\n", "")


def test_nothing_is_well_too():
    assert report()[1] == ""


def test_missing_file_is_named_by_its_message(file, private):
    (private / file.stored_as).unlink()
    printed, failure = report()
    assert f"Message {file.message.reference}: the file {file.stored_as} is missing. Restore" in printed
    assert failure == "Problems found: 1."
    assert "Maria" not in printed


def test_row_that_a_crash_left_without_its_file_needs_no_backup(private):
    (waiting,) = send(("scan.pdf", pdf())).cleaned_data["files"]
    (private / waiting.stored_as).unlink()
    assert report()[1] == ""


def test_changed_file_is_named(file, private):
    path = private / file.stored_as
    path.write_bytes(path.read_bytes() + b"x")
    assert f"Message {file.message.reference}: the file {file.stored_as} was changed." in report()[0]


def test_file_nobody_knows_is_named_after_an_hour(file, private):
    stray(private, hours=0.5)
    assert report()[1] == ""
    path = stray(private, hours=1.5)
    printed, failure = report()
    assert f"No row in the database refers to the file ab/{path.name}." in printed
    assert failure


def test_fix_deletes_only_what_nobody_knows(file, private):
    path = stray(private, hours=2)
    printed, failure = report(fix=True)
    assert "deleted" in printed
    assert failure == ""
    assert not path.exists()
    (private / file.stored_as).write_bytes(b"changed")
    assert report(fix=True)[1]
    assert (private / file.stored_as).exists()
    assert Attachment.objects.filter(pk=file.pk).exists()
