"""The mails about a message. They contain its reference and nothing that the sender typed.

They are saved in the transaction that saves the message. A mail that cannot be written does not undo the message: it is
saved as failed, where staff see it.
"""

import datetime
import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from forms.inbox.meanings import Meaning
from forms.inbox.models import Message
from forms.outbox.models import Mail
from forms.outbox.queue import normalized_mailbox, queue, record_failure
from forms.sealing.encryption import digests
from forms.spam.verification import Verification
from pages.site_context import SiteContext
from pages.typed_text import EmailField

logger = logging.getLogger(__name__)

# A limit for each mailbox, so that nobody can flood a stranger's mailbox by typing its address into the form.
MAXIMUM_CONFIRMATIONS = 3
CONFIRMATION_PERIOD = datetime.timedelta(hours=1)
# RFC 3834: other programs do not reply automatically to this mail.
HEADERS = {"Auto-Submitted": "auto-generated"}


def notify(message: Message) -> None:
    """Queue a mail with the reference and a link to every address that the form notifies."""
    for address in message.form.notified_addresses:
        _queue_or_record_failure(_notice, Mail.Kind.NOTICE, message, address)


def acknowledge(message: Message) -> None:
    """Queue a confirmation to the sender, in the sender's language, if the form sends confirmations.

    Suspected spam gets none, and one mailbox gets at most three in an hour.
    """
    address = _sender_address(message)
    if not message.form.is_acknowledged or not address:
        return
    if message.verification == Verification.SUSPECTED or _has_enough_confirmations(address):
        return
    _queue_or_record_failure(_confirmation, Mail.Kind.CONFIRMATION, message, address)


def _queue_or_record_failure(
    write: Callable[[Message, str], EmailMessage], kind: Mail.Kind, message: Message, address: str
) -> None:
    """Queue the mail that `write` returns, or save it as failed if it cannot be written.

    Raises `django.db.DatabaseError`: then the message is not saved either, and its sender is told so.
    """
    try:
        with transaction.atomic():
            queue(write(message, address), kind, message)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("A mail about message %s could not be written", message.pk)
        record_failure(_email(f"Message {message.reference}", f"{_link(message)}\n", address), kind, message)


def _notice(message: Message, address: str) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = _texts("notice", message, form=" ".join(message.form.name.split()), link=_link(message))
    email = _email(subject, body, address)
    if message.form.replies_by_mail and (sender := _sender_address(message)):
        email.reply_to = [sender]
    return email


def _confirmation(message: Message, address: str) -> EmailMessage:
    with translation.override(message.language):
        subject, body = _texts("confirmation", message)
    return _email(subject, body, address)


def _sender_address(message: Message) -> str:
    """Return the sender's e-mail address, or "" if there is none to which a mail can be sent."""
    try:
        return EmailField(required=False).clean(message.answer_for(Meaning.EMAIL))
    except ValidationError:
        return ""


def _has_enough_confirmations(address: str) -> bool:
    recent = Mail.objects.filter(kind=Mail.Kind.CONFIRMATION, created_at__gt=timezone.now() - CONFIRMATION_PERIOD)
    return recent.filter(recipient_digest__in=digests(normalized_mailbox(address))).count() >= MAXIMUM_CONFIRMATIONS


def _link(message: Message) -> str:
    return settings.BASE_URL + reverse("desk:message", args=[message.pk])


def _texts(template: str, message: Message, **context: str) -> tuple[str, str]:
    """Return the subject, which is the template's first line, and the body."""
    site = SiteContext()
    values = {"reference": message.reference, "site": site, "phone": _phone(message, site), **context}
    text = render_to_string(f"forms/mails/{template}.txt", values)
    subject, _line_break, body = text.strip().partition("\n")
    return subject, body.strip() + "\n"


def _phone(message: Message, site: SiteContext) -> str:
    """Return the number of the location that the sender chose, otherwise that of the main location."""
    key = message.location and message.location.key
    chosen = next((one for one in site.locations if one.translation_key == key), site.location)
    return chosen.phone if chosen else ""


def _email(subject: str, body: str, address: str) -> EmailMessage:
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address], headers=HEADERS)
