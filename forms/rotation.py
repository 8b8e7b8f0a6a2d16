"""Seals again with the first key what an older key sealed, and makes the digests anew."""

from django.db import transaction

from forms.encryption import is_sealed_with_first_key, reseal, unseal_data
from forms.files.kept import delete_on_commit, digest_of_content, open_quarantined, write
from forms.files.kept import read_sealed as read_file
from forms.models import Attachment, Mail, Message, Note
from forms.words import words_of


def reseal_messages():
    """Yield 1 for each message that was sealed again, 0 for one that needed nothing.

    Each is one UPDATE, so that the work can be broken off at any point and begun again. Raises `CannotOpenError`.
    """
    for message in _old(Message):
        if is_sealed_with_first_key(message.sealed):
            yield 0
            continue
        values = {"sealed": _reseal_text(message.sealed), "words": _words(message)}
        yield Message.objects.filter(pk=message.pk, sealed=message.sealed).update(**values)


def reseal_notes():
    """As `reseal_messages`, for the notes of the front desk."""
    yield from _reseal_rows(Note)


def reseal_mails():
    """As `reseal_messages`, for mails that wait or failed, and for those sent in the last days."""
    yield from _reseal_rows(Mail)


def reseal_files():
    """As `reseal_messages`, for files and their names; raises also what `open_content` raises for a damaged file.

    The file is written anew beside the old one; the row is turned to it, and only then is the old one deleted.
    """
    for attachment in _old(Attachment):
        sealed_name, sealed = attachment.sealed_name, read_file(attachment.stored_as)
        if is_sealed_with_first_key(sealed_name) and is_sealed_with_first_key(sealed):
            yield 0
            continue
        yield _reseal_file(attachment)


def _reseal_file(attachment):
    content = open_quarantined(attachment)
    stored_as, stored_sha256 = write(content)
    values = {
        "sealed_name": _reseal_text(attachment.sealed_name),
        "content_digest": digest_of_content(content),
        "stored_as": stored_as,
        "stored_sha256": stored_sha256,
    }
    with transaction.atomic():
        changed = Attachment.objects.filter(pk=attachment.pk, stored_as=attachment.stored_as).update(**values)
        # Where the row was deleted meanwhile, nobody needs the new file either.
        delete_on_commit(attachment.stored_as if changed else stored_as)
    return changed


def _reseal_rows(model):
    for row in _old(model):
        if is_sealed_with_first_key(row.sealed):
            yield 0
            continue
        yield model.objects.filter(pk=row.pk, sealed=row.sealed).update(sealed=_reseal_text(row.sealed))


def _old(model):
    return model.objects.order_by("pk").iterator(chunk_size=200)


def _reseal_text(sealed):
    return reseal(sealed.encode()).decode()


def _words(message):
    return words_of(unseal_data(message.sealed)["answers"])
