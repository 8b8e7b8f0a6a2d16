"""`purge_messages` deletes messages after the retention period of their form, except messages on hold."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from forms.models import Attachment, Form, Message, Note
from tests.factories import attach, make_form, make_message

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


def ago(days, **more):
    return timezone.now() - datetime.timedelta(days=days, **more)


def purge(*options):
    out = StringIO()
    call_command("purge_messages", *options, stdout=out)
    return out.getvalue()


def references():
    return set(Message.objects.values_list("reference", flat=True))


@pytest.fixture
def form():
    return make_form(retention_days=30)


def test_messages_are_deleted_after_the_retention_period_of_their_form(form):
    longer = make_form(title="Refer a Patient", retention_days=90)
    make_message(form, reference="OVER-2222", sent_at=ago(30, minutes=1))
    make_message(form, reference="JUST-2222", sent_at=ago(29, hours=23))
    make_message(longer, reference="LONG-2222", sent_at=ago(89))
    make_message(longer, reference="GONE-2222", sent_at=ago(91))
    assert purge() == "2 messages deleted.\n"
    assert references() == {"JUST-2222", "LONG-2222"}


@pytest.mark.parametrize("status", Message.Status.values)
def test_messages_of_every_status_are_deleted(form, status):
    make_message(form, sent_at=ago(31), status=status)
    purge()
    assert references() == set()


def test_notes_and_files_are_deleted_with_their_message(form, private):
    message, other = make_message(form, sent_at=ago(31)), make_message(form, reference="KEPT-2222")
    attach(message)
    attach(other)
    Note.write(message, None, "A note.")
    purge()
    assert Attachment.objects.get().message == other
    assert not Note.objects.exists()


def test_messages_on_hold_are_not_deleted(form):
    make_message(form, reference="HELD-2222", sent_at=ago(400), is_held=True)
    assert purge() == "0 messages deleted.\n"
    assert references() == {"HELD-2222"}


def test_dry_run_lists_references_and_dates_and_deletes_nothing(form):
    make_message(form, reference="OVER-2222", name="Test Patient", sent_at=ago(31))
    make_message(form, reference="HELD-2222", sent_at=ago(31), is_held=True)
    date = timezone.localtime(ago(31)).strftime("%Y-%m-%d")
    assert purge("--dry-run") == f"OVER-2222  {date}\n1 message would be deleted.\n"
    assert references() == {"OVER-2222", "HELD-2222"}
    assert not ModelLogEntry.objects.filter(action="site_forms.purge").exists()


def test_each_deletion_is_logged_without_content(form):
    make_message(form, reference="OVER-2222", name="Test Patient", sent_at=ago(31))
    purge()
    entry = ModelLogEntry.objects.get(action="site_forms.purge")
    assert (entry.label, entry.user, entry.deleted, entry.data) == ("OVER-2222", None, True, {})


def test_messages_remain_after_their_form_is_deleted(form):
    make_message(form, reference="KEPT-2222")
    form.delete()
    assert Message.objects.get().form.name == "Write to Us"
    assert not Message.objects.get().form.is_open


def test_messages_of_a_deleted_form_have_the_retention_period_that_senders_saw(form):
    make_message(form, reference="OVER-2222", sent_at=ago(31))
    make_message(form, reference="KEPT-2222", sent_at=ago(29))
    form.delete()
    assert Form.objects.get(name="Write to Us").retention_days == 30
    purge()
    assert references() == {"KEPT-2222"}


def test_messages_of_an_unknown_form_have_the_default_retention_period():
    make_message(reference="OVER-2222", sent_at=ago(366))
    make_message(reference="KEPT-2222", sent_at=ago(364))
    purge()
    assert references() == {"KEPT-2222"}


def test_hold_that_is_set_during_the_purge_is_respected(form, monkeypatch):
    make_message(form, reference="HELD-2222", sent_at=ago(32))
    original = Message.objects.select_for_update

    def hold_first():
        Message.objects.update(is_held=True)
        return original()

    monkeypatch.setattr(Message.objects, "select_for_update", hold_first)
    assert purge() == "0 messages deleted.\n"
    assert references() == {"HELD-2222"}
