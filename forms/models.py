"""All models of the app. Django looks for them here; the code inside the app imports them from their own packages."""

from forms.form_pages.models import FormField, FormPage
from forms.inbox.models import Attachment, ClinicLocation, Contact, Form, KnownField, Message, Note
from forms.newsletter.models import Subscriber
from forms.outbox.models import Mail

__all__ = [
    "Attachment",
    "ClinicLocation",
    "Contact",
    "Form",
    "FormField",
    "FormPage",
    "KnownField",
    "Mail",
    "Message",
    "Note",
    "Subscriber",
]
