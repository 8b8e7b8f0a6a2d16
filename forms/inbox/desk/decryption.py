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
    """Return the decrypted name that the sender's file had, or a placeholder if no key can decrypt it.

    A second file of the same name in the message gets a number: `scan.pdf`, `scan (2).pdf`.
    """
    try:
        names = {file.pk: file.name for file in attachment.message.attachments.all()} if attachment.message else {}
        return _numbered(names).get(attachment.pk, attachment.name)
    except CannotOpenError:
        return CANNOT_BE_OPENED


def _numbered(names: dict[int, str]) -> dict[int, str]:
    """Return the names by their keys, with numbers so that no two are equal. Capital letters make no difference."""
    taken = {name.casefold() for name in names.values()}
    unique: dict[int, str] = {}
    for key, name in names.items():
        stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
        number, candidate = 1, name
        while candidate.casefold() in {other.casefold() for other in unique.values()} or (
            number > 1 and candidate.casefold() in taken
        ):
            number += 1
            candidate = f"{stem} ({number}){dot}{ending}"
        unique[key] = candidate
    return unique
