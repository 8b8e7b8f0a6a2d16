"""Takes mails in: a row each, in the caller's transaction. Nothing here talks to a mail server."""

from django.core.mail.backends.base import BaseEmailBackend

from forms.outbox.models import Mail
from forms.sealing.encryption import digest, seal_data


def queue(email, kind=Mail.Kind.OTHER, message=None):
    """Keep Django's `EmailMessage` to be sent: a `Mail` for each recipient, so that a refused one holds up no other.

    Raises `BadHeaderError` for a line break in a header, `ValueError` for an attachment.
    """
    if email.attachments:
        raise ValueError("The outbox takes no attachments.")
    email.message()  # raises what Django would raise when it is sent, while there is still somebody to tell
    content = {
        "subject": str(email.subject),
        "from_email": str(email.from_email),
        "body": str(email.body),
        "html": _html(email),
        "headers": _headers(email),
    }
    return Mail.objects.bulk_create(
        Mail(
            kind=kind,
            message=message,
            recipient_digest=recipient_digest(address),
            sealed=seal_data(content | {"to": address}),
        )
        for address in email.recipients()
    )


def recipient_digest(address):
    """Return what is the same for all spellings of one mailbox: capitals, and `name+anything@`."""
    return digest(normalized_mailbox(address))


def normalized_mailbox(address):
    """Return the mailbox's one spelling."""
    name, _at, domain = address.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def _html(email):
    return next((str(text) for text, type_ in getattr(email, "alternatives", []) if type_ == "text/html"), "")


def _headers(email):
    headers = {name: str(value) for name, value in email.extra_headers.items() if name.lower() != "message-id"}
    if email.reply_to:
        headers["Reply-To"] = ", ".join(str(address) for address in email.reply_to)
    return headers


class OutboxBackend(BaseEmailBackend):
    """Django's way to the outbox: a dead mail server is no error for whoever asks for a new password."""

    is_transactional = True  # a mail is discarded when the transaction in which it was sent is rolled back

    def send_messages(self, email_messages):
        for email in email_messages:
            queue(email)
        return len(email_messages)
