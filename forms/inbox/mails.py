"""The mails about a message. They contain its reference and nothing that the sender typed."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from forms.inbox.meanings import Meaning
from forms.inbox.models import Message
from forms.outbox.models import Mail
from forms.outbox.queue import normalized_mailbox, queue
from forms.sealing.encryption import digests
from forms.spam.verification import Verification
from pages.site_context import SiteContext

# A limit for each mailbox, so that nobody can flood a stranger's mailbox by typing its address into the form.
MAXIMUM_CONFIRMATIONS = 3
CONFIRMATION_PERIOD = datetime.timedelta(hours=1)
# RFC 3834: other programs do not reply automatically to this mail.
HEADERS = {"Auto-Submitted": "auto-generated"}


def notify(message: Message) -> None:
    """Queue a mail with the reference and a link to every address that the form notifies."""
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = _texts("notice", message, form=" ".join(message.form.name.split()), link=_link(message))
    reply_to = _sender_address(message) if message.form.replies_by_mail else ""
    for address in filter(_is_address, message.form.notified_addresses):
        email = _email(subject, body, address)
        email.reply_to = [reply_to] if reply_to else []
        queue(email, Mail.Kind.NOTICE, message)


def acknowledge(message: Message) -> None:
    """Queue a confirmation to the sender, in the sender's language, if the form sends confirmations.

    Suspected spam gets none, and one mailbox gets at most three in an hour.
    """
    address = _sender_address(message)
    if not message.form.is_acknowledged or not address:
        return
    if message.verification == Verification.SUSPECTED or _has_enough_confirmations(address):
        return
    with translation.override(message.language):
        subject, body = _texts("confirmation", message)
    queue(_email(subject, body, address), Mail.Kind.CONFIRMATION, message)


def _sender_address(message: Message) -> str:
    """Return the sender's e-mail address, or "" if there is no valid one."""
    address = str(message.answer_for(Meaning.EMAIL)).strip()
    return address if _is_address(address) else ""


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _has_enough_confirmations(address: str) -> bool:
    recent = Mail.objects.filter(kind=Mail.Kind.CONFIRMATION, created_at__gt=timezone.now() - CONFIRMATION_PERIOD)
    return recent.filter(recipient_digest__in=digests(normalized_mailbox(address))).count() >= MAXIMUM_CONFIRMATIONS


def _link(message: Message) -> str:
    return settings.BASE_URL + reverse("desk:message", args=[message.pk])


def _texts(template: str, message: Message, **context: str) -> tuple[str, str]:
    """Return the subject, which is the template's first line, and the body."""
    values = {"reference": message.reference, "site": SiteContext(), **context}
    text = render_to_string(f"forms/mails/{template}.txt", values)
    subject, _line_break, body = text.strip().partition("\n")
    return subject, body.strip() + "\n"


def _email(subject: str, body: str, address: str) -> EmailMessage:
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address], headers=HEADERS)
