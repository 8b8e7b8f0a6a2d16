"""The answers of a message as the front desk reads them."""

import re
from datetime import date, datetime
from typing import Any

from django.conf import settings

from forms.inbox.meanings import Meaning
from forms.inbox.models import KnownField, Message
from pages.clinic_time import exported_time

PHONE = re.compile(r"^\+?[\d\s().\-/]{7,20}$")


def displayed_answers(message: Message) -> list[dict[str, Any]]:
    """Return the answers in the form's order, each with its label, text and link ("" if there is no link).

    `text_seen` are the words of the choices as the sender read them, "" if they are those of `text`.

    The label is the one that the sender saw. For a message in another language, it is the label in the site's source
    language, and `label_seen` is the one that the sender saw. Raises `CannotOpenError`.
    """
    fields = {field.key: field for field in KnownField.objects.filter(form=message.form_id)}
    is_translated = message.language != settings.LANGUAGE_CODE
    return [_displayed_answer(answer, fields.get(answer["key"]), is_translated) for answer in message.answers]


def answer_text(answer: dict) -> str:
    """Return the value of an answer as text. A list of values is separated by commas."""
    value = answer["value"]
    if answer["type"] == "datetime" and value:
        return exported_time(datetime.fromisoformat(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _displayed_answer(answer: dict, field: KnownField | None, is_translated: bool) -> dict[str, Any]:
    text = answer_text(answer)
    if answer["type"] == "date" and text:
        text = f"{date.fromisoformat(text):%m/%d/%Y}"  # as the sender typed it
    has_two_labels = bool(is_translated and field and field.label != answer["label"])
    return {
        "label": field.label if field and has_two_labels else answer["label"],
        "label_seen": answer["label"] if has_two_labels else "",
        "is_removed": bool(field and field.is_removed),
        "text": text,
        "text_seen": answer.get("seen", ""),
        "link": _link(answer, text),
    }


def _link(answer: dict, text: str) -> str:
    """Return a `tel:` or `mailto:` link for a phone number or an e-mail address, otherwise ""."""
    if answer["meaning"] == Meaning.PHONE and PHONE.match(text):
        return f"tel:{re.sub(r'[^0-9+]', '', text)}"
    if (answer["meaning"] == Meaning.EMAIL or answer["type"] == "email") and "@" in text:
        return f"mailto:{text}"
    return ""
