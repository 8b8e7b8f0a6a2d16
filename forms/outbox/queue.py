"""Save mails in the outbox, one row for each recipient, in the caller's transaction. No mail server is contacted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from forms.outbox.models import Mail
from forms.sealing.encryption import digest, seal_data

if TYPE_CHECKING:
    from forms.inbox.models import Message


def queue(email: EmailMessage, kind: Mail.Kind = Mail.Kind.OTHER, message: "Message | None" = None) -> list[Mail]:
    """Save Django's `EmailMessage` to be sent later, and return one `Mail` for each recipient.

    With one row for each recipient, a refused recipient does not delay the others. `message` is the `Message` that the
    mail is about. Raises `BadHeaderError` for a line break in a header and `ValueError` for an attachment.
    """
    if email.attachments:
        raise ValueError("The outbox accepts no attachments.")
    email.message()  # raises now, while the caller can still report it, what Django would raise when it sends the mail
    return _save(email, kind, message)


def record_failure(email: EmailMessage, kind: Mail.Kind, message: "Message | None") -> list[Mail]:
    """Save a mail that could not be written as failed, so that staff see it. `email` is sent instead if they retry."""
    return _save(email, kind, message, state=Mail.State.FAILED, reason=Mail.Reason.NOT_BUILT, next_try_at=None)


def _save(email: EmailMessage, kind: Mail.Kind, message: "Message | None", **values: Any) -> list[Mail]:
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
            **values,
        )
        for address in email.recipients()
    )


def recipient_digest(address: str) -> str:
    """Return a digest that is equal for all spellings of one mailbox: capital letters and `name+anything@`."""
    return digest(normalized_mailbox(address))


def normalized_mailbox(address: str) -> str:
    """Return the address in lowercase and without the part from “+” to “@”."""
    name, _at, domain = address.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def _html(email: EmailMessage) -> str:
    return next((str(text) for text, type_ in getattr(email, "alternatives", []) if type_ == "text/html"), "")


def _headers(email: EmailMessage) -> dict[str, str]:
    headers = {name: str(value) for name, value in email.extra_headers.items() if name.lower() != "message-id"}
    if email.reply_to:
        headers["Reply-To"] = ", ".join(str(address) for address in email.reply_to)
    return headers


class OutboxBackend(BaseEmailBackend):
    """Django's e-mail backend that saves mails in the outbox.

    If the mail server does not answer, the request that sends a mail (such as a password reset) still succeeds.
    """

    is_transactional = True  # a mail is discarded when the transaction in which it was sent is rolled back

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for email in email_messages:
            queue(email)
        return len(email_messages)
