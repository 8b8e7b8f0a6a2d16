"""What the list shows of each message beside its fields."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator

from forms.inbox.desk.answers import answer_text
from forms.inbox.desk.clinic_hours import Week, clinic_week, open_time_between, waiting_text
from forms.inbox.desk.contacts import contact_facts
from forms.inbox.desk.decryption import decrypted_content, sender_name
from forms.inbox.desk.filters import is_open
from forms.inbox.meanings import Meaning
from forms.inbox.models import Message
from forms.inbox.senders import with_earlier_message

FIRST_WORDS_LENGTH = 90  # characters
LANGUAGES = dict(settings.LANGUAGES)


def prepare_rows(messages: Sequence[Message]) -> None:
    """Set `row` of each message: the values for the cells of the list. The number of queries does not grow."""
    week = clinic_week()
    wrote_before = with_earlier_message(messages)
    for message in messages:
        row = _row(message, week) | {"wrote_before": message.pk in wrote_before}
        message.row = row  # type: ignore[attr-defined]  # only for the templates of the cells


def _row(message: Message, week: Week) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "sender": sender_name(message),
        "topic": _text(message, Meaning.TOPIC),
        "first_words": first_words(message),
        "files": len(message.attachments.all()),
        "waiting": waiting_text(open_time_between(message.sent_at, timezone.now(), week)) if is_open(message) else "",
        "is_due": bool(message.reminder_on and message.reminder_on <= today),
        "language": "" if message.language == settings.LANGUAGE_CODE else LANGUAGES.get(message.language, ""),
        "last_contact": [contact_facts(contact) for contact in message.contacts.all()][-1:],
    }


def first_words(message: Message) -> str:
    """Return the beginning of the message's text, on one line, or "" if no key can decrypt it."""
    text = _text(message, Meaning.MESSAGE)
    if not text and decrypted_content(message):
        text = next((answer_text(one) for one in message.answers if one["type"] == "multiline" and one["value"]), "")
    return Truncator(" ".join(text.split())).chars(FIRST_WORDS_LENGTH)


def _text(message: Message, meaning: Meaning) -> str:
    if decrypted_content(message) is None:
        return ""
    value = message.answer_for(meaning)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
