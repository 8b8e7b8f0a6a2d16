"""Find messages of the same sender by digests of the e-mail address and the phone number."""

import datetime
from collections.abc import Sequence

from django.db.models import Min, Q, QuerySet

from forms.inbox.meanings import Meaning
from forms.inbox.models import Message
from forms.inbox.search import LENGTH_WITH_AREA_CODE, normalized, phone_digits
from forms.outbox.queue import normalized_mailbox
from forms.sealing.encryption import digest, digests


def sender_digests(answers: list[dict]) -> dict[str, str]:
    """Return the values of the fields `email_digest` and `phone_digest` of a message with these answers."""
    email, phone = _email(answers), _phone(answers)
    return {"email_digest": email and digest(email), "phone_digest": phone and digest(phone)}


def of_same_sender(message: Message) -> QuerySet[Message]:
    """Return the other messages with the same e-mail address or phone number. Raises `CannotOpenError`."""
    email, phone = _email(message.answers), _phone(message.answers)
    same = Q(pk__in=[])
    if email:
        same |= Q(email_digest__in=digests(email))
    if phone:
        same |= Q(phone_digest__in=digests(phone))
    return Message.objects.filter(same).exclude(pk=message.pk)


def with_earlier_message(messages: Sequence[Message]) -> set[int]:
    """Return the keys of those messages whose senders wrote before. At most two queries."""
    first_by_email, first_by_phone = (_first_by(name, messages) for name in ("email_digest", "phone_digest"))
    return {
        message.pk
        for message in messages
        if first_by_email.get(message.email_digest, message.sent_at) < message.sent_at
        or first_by_phone.get(message.phone_digest, message.sent_at) < message.sent_at
    }


def _first_by(name: str, messages: Sequence[Message]) -> dict[str, datetime.datetime]:
    """Return when the first message with each digest was sent, for the digests of these messages."""
    known = {getattr(message, name) for message in messages} - {""}
    same = Message.objects.filter(**{f"{name}__in": known}).order_by().values(name)
    return dict(same.annotate(first=Min("sent_at")).values_list(name, "first"))


def _email(answers: list[dict]) -> str:
    """Return the sender's mailbox in one spelling, with its kind, or "" if there is none."""
    address = _answer(answers, Meaning.EMAIL)
    return f"email {normalized_mailbox(normalized(address))}" if "@" in address else ""


def _phone(answers: list[dict]) -> str:
    """Return the sender's phone number in one spelling, with its kind, or "" if there is none with area code."""
    number = phone_digits(_answer(answers, Meaning.PHONE))
    return f"phone {number}" if len(number) >= LENGTH_WITH_AREA_CODE else ""


def _answer(answers: list[dict], meaning: Meaning) -> str:
    return next((str(answer["value"]) for answer in answers if answer["meaning"] == meaning and answer["value"]), "")
