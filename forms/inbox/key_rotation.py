"""Key rotation for messages, notes and files: encrypt them with the first key and compute their digests again."""

from collections.abc import Iterator

from django.db import transaction

from forms.inbox.files.store import delete_on_commit, digest_of_content, open_quarantined, read_sealed, write
from forms.inbox.models import Attachment, Message, Note
from forms.inbox.search import word_digests
from forms.inbox.senders import sender_digests
from forms.sealing.encryption import is_sealed_with_first_key, unseal_data
from forms.sealing.rotation import reseal_rows, reseal_text, rows


def reseal_messages() -> Iterator[int]:
    """Yield 1 for each message that was encrypted again, 0 for each other one. Raises `CannotOpenError`.

    Each change is one transaction, so the work can be interrupted and started again.
    """
    for message in rows(Message):
        if is_sealed_with_first_key(message.sealed):
            yield 0
        else:
            yield _reseal_message(message)


@transaction.atomic
def _reseal_message(message: Message) -> int:
    # With the lock, a note that is added at the same time is either read here or adds its words afterwards.
    unchanged = Message.objects.select_for_update().filter(pk=message.pk, sealed=message.sealed)
    if not unchanged.exists():
        return 0
    answers = unseal_data(message.sealed)["answers"]
    notes = [note.text for note in Note.objects.filter(message=message)]
    return unchanged.update(
        sealed=reseal_text(message.sealed), words=word_digests(answers, notes), **sender_digests(answers)
    )


def reseal_notes() -> Iterator[int]:
    """Yield as `reseal_messages` does, for the notes of the front desk."""
    yield from reseal_rows(Note)


def reseal_files() -> Iterator[int]:
    """Yield as `reseal_messages` does, for files and their names. Raises also what `open_content` raises.

    The newly encrypted file is written beside the old one. The row is then changed to the new file, and the old file is
    deleted last.
    """
    for attachment in rows(Attachment):
        stored = read_sealed(attachment.stored_as)
        if is_sealed_with_first_key(attachment.sealed_name) and is_sealed_with_first_key(stored):
            yield 0
            continue
        yield _reseal_file(attachment)


def _reseal_file(attachment: Attachment) -> int:
    content = open_quarantined(attachment)
    stored_as, stored_sha256 = write(content)
    values = {
        "sealed_name": reseal_text(attachment.sealed_name),
        "content_digest": digest_of_content(content),
        "stored_as": stored_as,
        "stored_sha256": stored_sha256,
    }
    with transaction.atomic():
        changed = Attachment.objects.filter(pk=attachment.pk, stored_as=attachment.stored_as).update(**values)
        # If the row was deleted meanwhile, the new file is not needed.
        delete_on_commit(attachment.stored_as if changed else stored_as)
    return changed
