"""The migration that computes the digests of all messages again."""

from importlib import import_module

import pytest
from django.apps import apps

from forms.inbox.search import matching
from forms.inbox.senders import of_same_sender
from forms.models import Message, Note
from tests.factories import answers_by_meaning, make_message

index_messages = import_module("forms.migrations.0009_index_messages_again").index_messages
pytestmark = [pytest.mark.django_db, pytest.mark.sql]


def test_old_messages_are_found_by_notes_and_plain_letters_and_linked(settings):
    answers = answers_by_meaning(name="Łukasz", email="test@example.com", phone="(479) 555-0100")
    first, second = make_message(answers=answers), make_message(answers=answers)
    Note.write(first, None, "Left a voicemail.")
    Message.objects.update(words="", email_digest="", phone_digest="")
    keys, settings.MESSAGE_KEYS = settings.MESSAGE_KEYS, ["another key"]
    unreadable = make_message(words="kept")
    settings.MESSAGE_KEYS = keys
    index_messages(apps, None)
    assert list(Message.objects.filter(matching("lukasz voicemail"))) == [first]
    assert list(of_same_sender(first)) == [second]
    unreadable.refresh_from_db()
    assert unreadable.words == "kept"
