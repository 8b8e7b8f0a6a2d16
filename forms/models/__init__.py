"""What people send us, and the forms they send it through."""

from forms.models.attachment import Attachment
from forms.models.form_field import FormField
from forms.models.form_page import FormPage
from forms.models.former_form import FormerForm
from forms.models.heartbeat import Heartbeat
from forms.models.known_field import KnownField
from forms.models.mail import Mail
from forms.models.message import Message, Note
from forms.models.subscriber import Subscriber

__all__ = [
    "Attachment",
    "FormField",
    "FormPage",
    "FormerForm",
    "Heartbeat",
    "KnownField",
    "Mail",
    "Message",
    "Note",
    "Subscriber",
]
