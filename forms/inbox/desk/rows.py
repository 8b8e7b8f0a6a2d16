"""What the list shows of each message beside its fields."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator

from forms.inbox.desk.answers import answer_text
from forms.inbox.desk.clinic_hours import ClinicHours, waiting_text
from forms.inbox.desk.contacts import contact_facts
from forms.inbox.desk.decryption import decrypted_content, sender_name
from forms.inbox.desk.filters import is_open
from forms.inbox.meanings import Meaning
from forms.inbox.models import Message
from forms.inbox.senders import with_earlier_message
from pages.opening_times import Timetable

FIRST_WORDS_LENGTH = 90  # characters
LANGUAGES = dict(settings.LANGUAGES)


def prepare_rows(messages: Sequence[Message]) -> None:
    """Set `row` of each message: the values for the cells of the list. The number of queries does not grow."""
    now = timezone.now()
    hours = ClinicHours(min((message.sent_at for message in messages if is_open(message)), default=now), now)
    wrote_before = with_earlier_message(messages)
    for message in messages:
        timetable = hours.timetable(message.location.key if message.location else None)
        row = _row(message, timetable) | {"wrote_before": message.pk in wrote_before}
        message.row = row  # type: ignore[attr-defined]  # only for the templates of the cells


def _row(message: Message, timetable: Timetable) -> dict[str, Any]:
    today = timezone.localdate()
    waited = timetable.open_time_between(message.sent_at, timezone.now()) if is_open(message) else None
    return {
        "sender": sender_name(message),
        "topic": _text(message, Meaning.TOPIC),
        "first_words": first_words(message),
        "files": len(message.attachments.all()),
        "waiting": "" if waited is None else waiting_text(waited),
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
