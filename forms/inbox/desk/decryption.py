"""Opens what is sealed for people at the desk, and says so where no key opens it."""

from django.utils.translation import gettext_lazy as _

from forms.inbox.meanings import Meaning
from forms.sealing.encryption import CannotOpenError

CANNOT_BE_OPENED = _("Cannot be opened: its key is missing")


def content_of(message):
    """Return what was sent; None where no key opens it."""
    try:
        return message.content
    except CannotOpenError:
        return None


def sender_of(message):
    """Return the sender's name, or else the e-mail address, or else ""; where no key opens it, that."""
    if content_of(message) is None:
        return CANNOT_BE_OPENED
    return message.answer_for(Meaning.NAME) or message.answer_for(Meaning.EMAIL)


def note_text(note):
    """Return the words of a note; where no key opens it, that."""
    try:
        return note.text
    except CannotOpenError:
        return CANNOT_BE_OPENED


def file_name(attachment):
    """Return the name the sender's file had; where no key opens it, that."""
    try:
        return attachment.name
    except CannotOpenError:
        return CANNOT_BE_OPENED
