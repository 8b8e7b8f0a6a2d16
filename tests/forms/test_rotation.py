"""Key rotation: `reseal_messages` encrypts everything with the new key, so that the old key can be removed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from forms.inbox.desk import actions
from forms.inbox.files import claim, open_content
from forms.inbox.files.store import digest_of_content
from forms.inbox.search import matching
from forms.inbox.senders import of_same_sender
from forms.inbox.submission import receive
from forms.models import Attachment, Message, Note
from forms.sealing.encryption import CannotOpenError, digest, seal_data
from tests.factories import answer, answers_by_meaning
from tests.files import pdf, send
from tests.forms.test_file_uploads import make_message

pytestmark = pytest.mark.sql

PDF = pdf()
OLD, NEW = "the old key", "the new key"


@pytest.fixture
def sent(settings, editor):
    """A message with a note and a file, encrypted with the old key; the new key is the first in the settings."""
    settings.MESSAGE_KEYS = [OLD]
    message = make_message()
    answers = [{"key": "text", "label": "Message", "meaning": "message", "type": "multiline", "value": "It hurts."}]
    Message.objects.filter(pk=message.pk).update(sealed=seal_data({"answers": answers, "sent_from": "/"}))
    Note.write(message, editor, "Call back")
    claim(send(("scan.pdf", PDF)).cleaned_data["files"], message)
    settings.MESSAGE_KEYS = [NEW, OLD]
    return message


def reseal():
    printed = StringIO()
    call_command("reseal_messages", stdout=printed)
    return printed.getvalue()


def test_old_key_can_be_removed(sent, settings, private, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        printed = reseal()
    assert "messages: 1 of 1 encrypted again" in printed
    assert "the others in MESSAGE_KEYS can be removed" in printed
    settings.MESSAGE_KEYS = [NEW]
    file = Attachment.objects.get()
    assert Message.objects.get().answers[0]["value"] == "It hurts."
    assert Note.objects.get().text == "Call back"
    assert (file.name, open_content(file)) == ("scan.pdf", PDF)
    assert file.content_digest == digest_of_content(PDF)
    assert [str(path.relative_to(private)) for path in private.rglob("*") if path.is_file()] == [file.stored_as]
    call_command("check_files", stdout=StringIO())


def test_digests_are_computed_with_the_new_key(sent, settings):
    before = Attachment.objects.get().content_digest
    reseal()
    assert Attachment.objects.get().content_digest != before
    settings.MESSAGE_KEYS = [OLD]
    assert digest_of_content(PDF) == before
    assert digest("a") == digest("a")


def test_message_is_still_found_by_notes_and_linked_to_its_sender(sent, settings, editor):
    settings.MESSAGE_KEYS = [OLD]
    answers = answers_by_meaning(email="test@example.com", message="It hurts.")
    message, other = (receive(sent.form, [*answers, answer("n", str(n))]) for n in range(2))
    actions.add_note(message, editor, "Left a voicemail.")
    settings.MESSAGE_KEYS = [NEW, OLD]
    assert list(of_same_sender(message)) == [other]
    reseal()
    settings.MESSAGE_KEYS = [NEW]
    message = Message.objects.get(pk=message.pk)
    assert list(Message.objects.filter(matching("voicemail hurts"))) == [message]
    assert list(of_same_sender(message)) == [other]


def test_second_run_changes_nothing(sent):
    reseal()
    stored = Attachment.objects.get().stored_as
    assert "files: 0 of 1 encrypted again" in reseal()
    assert Attachment.objects.get().stored_as == stored


def test_missing_key_is_reported_and_nothing_is_changed(sent, settings):
    settings.MESSAGE_KEYS = [NEW]
    with pytest.raises(CommandError, match="Was a key removed that is still in use") as caught:
        reseal()
    assert "Keep all keys." in str(caught.value)
    with pytest.raises(CannotOpenError):
        Message.objects.get().answers  # noqa: B018
