"""The answers of a message as the desk reads them."""

import re
from datetime import date

from django.conf import settings

from forms.inbox.meanings import Meaning
from forms.inbox.models import KnownField

PHONE = re.compile(r"^\+?[\d\s().\-/]{7,20}$")


def answers_of(message):
    """Return label, text and link of each answer, in the form's order; "" for no link.

    Each stands under the label the sender saw; where that was in another language, under the desk's own as well.
    """
    known = {field.key: field for field in KnownField.objects.filter(form=message.form_id)}
    is_foreign = message.language != settings.LANGUAGE_CODE
    return [_answer(answer, known.get(answer["key"]), is_foreign) for answer in message.answers]


def _answer(answer, field, is_foreign):
    value = answer["value"]
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if answer["type"] == "date" and text:
        text = f"{date.fromisoformat(text):%m/%d/%Y}"  # as the sender wrote it
    is_translated = bool(is_foreign and field and field.label != answer["label"])
    return {
        "label": field.label if is_translated else answer["label"],
        "label_seen": answer["label"] if is_translated else "",
        "is_removed": bool(field and field.is_removed),
        "text": text,
        "link": _link(answer, text),
    }


def _link(answer, text):
    if answer["meaning"] == Meaning.PHONE and PHONE.match(text):
        return f"tel:{re.sub(r'[^0-9+]', '', text)}"
    if (answer["meaning"] == Meaning.EMAIL or answer["type"] == "email") and "@" in text:
        return f"mailto:{text}"
    return ""
