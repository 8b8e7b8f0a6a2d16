"""What people send through forms: messages with files, notes and contacts, and what is recorded about the forms."""

from forms.inbox.models.attachment import Attachment
from forms.inbox.models.form import Form
from forms.inbox.models.known_field import KnownField
from forms.inbox.models.location import ClinicLocation
from forms.inbox.models.message import Contact, Message, Note

__all__ = ["Attachment", "ClinicLocation", "Contact", "Form", "KnownField", "Message", "Note"]
