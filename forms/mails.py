"""The mails a message brings about. They hold its reference, and nothing that the sender typed."""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from forms.encryption import digests
from forms.meanings import Meaning
from forms.models.mail import Mail
from forms.models.message import Message
from forms.outbox.queue import plain_mailbox, queue
from pages.site_context import SiteContext

# Nobody's mailbox is flooded by whoever types its address into the form again and again.
MOST_CONFIRMATIONS = 3
CONFIRMATIONS_WITHIN = datetime.timedelta(hours=1)
# RFC 3834: keeps automatic answers from answering.
HEADERS = {"Auto-Submitted": "auto-generated"}


def notify(message):
    """Queue a mail with the reference and a link to everybody who is told of messages of this form."""
    if message.form is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = _texts("notice", message, form=" ".join(message.form_title.split()), link=_link(message))
    reply_to = _sender(message) if message.form.replies_by_mail else ""
    for address in filter(_is_address, message.form.notified_list):
        email = _email(subject, body, address)
        email.reply_to = [reply_to] if reply_to else []
        queue(email, Mail.Kind.NOTICE, message)


def acknowledge(message):
    """Queue a mail to the sender that the message arrived, in the sender's language, where the form does so.

    Not for suspected spam, and at most three an hour to one mailbox.
    """
    address = _sender(message)
    if not message.form or not message.form.is_acknowledged or not address:
        return
    if message.verification == Message.Verification.SUSPECTED or _has_enough(address):
        return
    with translation.override(message.language):
        subject, body = _texts("confirmation", message)
    queue(_email(subject, body, address), Mail.Kind.CONFIRMATION, message)


def forget(messages):
    """Delete the mails about these messages, sent or not. Deleting the messages does it too."""
    Mail.objects.filter(message__in=messages).delete()


def _sender(message):
    """The sender's address; "" where there is none that a mail can be sent to."""
    address = str(message.answer_for(Meaning.EMAIL)).strip()
    return address if _is_address(address) else ""


def _is_address(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _has_enough(address):
    recent = Mail.objects.filter(kind=Mail.Kind.CONFIRMATION, created_at__gt=timezone.now() - CONFIRMATIONS_WITHIN)
    return recent.filter(recipient_digest__in=digests(plain_mailbox(address))).count() >= MOST_CONFIRMATIONS


def _link(message):
    return settings.BASE_URL + reverse("desk:message", args=[message.pk])


def _texts(name, message, **context):
    """The subject, which is the template's first line, and the body."""
    context = {"reference": message.reference, "site": SiteContext(), **context}
    text = render_to_string(f"forms/mails/{name}.txt", context)
    subject, _line_break, body = text.strip().partition("\n")
    return subject, body.strip() + "\n"


def _email(subject, body, address):
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address], headers=HEADERS)
