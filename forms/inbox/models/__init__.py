"""What people send through forms: messages with files and notes, and what is recorded about the forms."""

from forms.inbox.models.attachment import Attachment
from forms.inbox.models.form import Form
from forms.inbox.models.known_field import KnownField
from forms.inbox.models.message import Message, Note

__all__ = ["Attachment", "Form", "KnownField", "Message", "Note"]
