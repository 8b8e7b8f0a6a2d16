"""Messages are forgotten in time, those on hold are not, and nothing else is lost."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from forms.models import Attachment, Form, Message, Note
from tests.factories import attach, make_form, make_message

pytestmark = pytest.mark.django_db


def ago(days, **more):
    return timezone.now() - datetime.timedelta(days=days, **more)


def purge(*options):
    out = StringIO()
    call_command("purge_messages", *options, stdout=out)
    return out.getvalue()


def kept():
    return set(Message.objects.values_list("reference", flat=True))


@pytest.fixture
def form():
    return make_form(retention_days=30)


def test_messages_go_when_their_forms_time_is_up(form):
    longer = make_form(title="Refer a Patient", retention_days=90)
    make_message(form, reference="OVER-2222", sent_at=ago(30, minutes=1))
    make_message(form, reference="JUST-2222", sent_at=ago(29, hours=23))
    make_message(longer, reference="LONG-2222", sent_at=ago(89))
    make_message(longer, reference="GONE-2222", sent_at=ago(91))
    assert purge() == "2 messages deleted.\n"
    assert kept() == {"JUST-2222", "LONG-2222"}


@pytest.mark.parametrize("status", Message.Status.values)
def test_messages_go_whatever_their_status(form, status):
    make_message(form, sent_at=ago(31), status=status)
    purge()
    assert kept() == set()


def test_notes_and_files_go_with_them(form, private):
    message, other = make_message(form, sent_at=ago(31)), make_message(form, reference="KEPT-2222")
    attach(message)
    attach(other)
    Note.write(message, None, "A note.")
    purge()
    assert Attachment.objects.get().message == other
    assert not Note.objects.exists()


def test_messages_on_hold_stay(form):
    make_message(form, reference="HELD-2222", sent_at=ago(400), is_held=True)
    assert purge() == "0 messages deleted.\n"
    assert kept() == {"HELD-2222"}


def test_dry_run_lists_references_and_dates_and_deletes_nothing(form):
    make_message(form, reference="OVER-2222", name="Test Patient", sent_at=ago(31))
    make_message(form, reference="HELD-2222", sent_at=ago(31), is_held=True)
    date = timezone.localtime(ago(31)).strftime("%Y-%m-%d")
    assert purge("--dry-run") == f"OVER-2222  {date}\n1 message would be deleted.\n"
    assert kept() == {"OVER-2222", "HELD-2222"}
    assert not ModelLogEntry.objects.filter(action="site_forms.purge").exists()


def test_each_deletion_is_logged_without_content(form):
    make_message(form, reference="OVER-2222", name="Test Patient", sent_at=ago(31))
    purge()
    entry = ModelLogEntry.objects.get(action="site_forms.purge")
    assert (entry.label, entry.user, entry.deleted, entry.data) == ("OVER-2222", None, True, {})


def test_deleting_a_form_keeps_its_messages(form):
    make_message(form, reference="KEPT-2222")
    form.delete()
    assert Message.objects.get().form.name == "Write to Us"
    assert not Message.objects.get().form.is_open


def test_messages_of_a_deleted_form_are_kept_as_long_as_their_senders_were_told(form):
    make_message(form, reference="OVER-2222", sent_at=ago(31))
    make_message(form, reference="KEPT-2222", sent_at=ago(29))
    form.delete()
    assert Form.objects.get(name="Write to Us").retention_days == 30
    purge()
    assert kept() == {"KEPT-2222"}


def test_messages_of_a_form_of_which_nothing_is_known_are_kept_as_long_as_a_new_forms():
    make_message(reference="OVER-2222", sent_at=ago(366))
    make_message(reference="KEPT-2222", sent_at=ago(364))
    purge()
    assert kept() == {"KEPT-2222"}


def test_hold_that_is_set_while_the_purge_runs_counts(form, monkeypatch):
    make_message(form, reference="HELD-2222", sent_at=ago(32))
    original = Message.objects.select_for_update

    def hold_first():
        Message.objects.update(is_held=True)
        return original()

    monkeypatch.setattr(Message.objects, "select_for_update", hold_first)
    assert purge() == "0 messages deleted.\n"
    assert kept() == {"HELD-2222"}
