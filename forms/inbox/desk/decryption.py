"""Decrypt texts for the front desk, and return a placeholder if no key can decrypt them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.inbox.meanings import Meaning
from forms.inbox.models import Attachment, Message, Note
from forms.sealing.encryption import CannotOpenError

CANNOT_BE_OPENED = _("Cannot be opened: its key is missing")


def decrypted_content(message: Message) -> dict | None:
    """Return the message's decrypted content, or None if no key can decrypt it."""
    try:
        return message.content
    except CannotOpenError:
        return None


def sender_name(message: Message) -> str | Promise:
    """Return the sender's name, or the e-mail address if there is no name, or "" if there is neither.

    Return a placeholder if no key can decrypt the message.
    """
    if decrypted_content(message) is None:
        return CANNOT_BE_OPENED
    return str(message.answer_for(Meaning.NAME) or message.answer_for(Meaning.EMAIL))


def note_text(note: Note) -> str | Promise:
    """Return the note's decrypted text, or a placeholder if no key can decrypt it."""
    try:
        return note.text
    except CannotOpenError:
        return CANNOT_BE_OPENED


def file_name(attachment: Attachment) -> str | Promise:
    """Return the decrypted name that the sender's file had, or a placeholder if no key can decrypt it."""
    try:
        return attachment.name
    except CannotOpenError:
        return CANNOT_BE_OPENED
