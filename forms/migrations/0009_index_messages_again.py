"""Compute the digests of messages again: words of notes, letters such as “ł”, and the senders' addresses and numbers."""

from django.db import migrations

from forms.inbox.search import word_digests
from forms.inbox.senders import sender_digests
from forms.sealing.encryption import CannotOpenError, unseal_data


def index_messages(apps, schema_editor):
    """Compute the digests of each message. A message that no key can decrypt keeps what it has."""
    message_model, note_model = (apps.get_model("site_forms", name) for name in ("Message", "Note"))
    for message in message_model.objects.order_by("pk").only("pk", "sealed").iterator(chunk_size=200):
        try:
            answers = unseal_data(message.sealed)["answers"]
        except CannotOpenError:
            continue
        values = {"words": word_digests(answers, _notes(note_model, message.pk)), **sender_digests(answers)}
        message_model.objects.filter(pk=message.pk).update(**values)


def _notes(note_model, pk):
    for sealed in note_model.objects.filter(message_id=pk).values_list("sealed", flat=True):
        try:
            yield unseal_data(sealed)
        except CannotOpenError:
            continue


class Migration(migrations.Migration):

    dependencies = [("site_forms", "0008_add_contacts_and_reminders")]

    operations = [migrations.RunPython(index_messages, migrations.RunPython.noop)]
