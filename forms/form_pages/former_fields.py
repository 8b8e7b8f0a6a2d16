"""Keep the answers to questions that an editor changed while somebody was filling the form in.

The sent form then has fields or choices that the present form does not have. They are added to it with their old words,
so that the answers are saved with the message, or shown again beside an error.
"""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from forms.form_pages.files_field import FilesField
from forms.inbox.models import KnownField
from forms.inbox.models.known_field import FILES

HINT = _("This question has changed since you opened the page. Your answer is sent as well.")


def accept_former_choices(field: Any, known: KnownField, data: MultiValueDict) -> None:
    """Accept the choices that were sent and that the field no longer has.

    `data` is changed: a choice that was sent by its value, as forms did before choices had keys, is replaced by its
    key, and a choice that was sent to what is a text field now, by its value.
    """
    if known.key not in data or not known.choices:
        return
    if not hasattr(field, "choices"):
        data.setlist(known.key, [known.choices.get(sent, sent) for sent in data.getlist(known.key)])
        return
    present = [key for key, _label in field.choices]
    key_of = {value: key for key, value in known.choices.items()}
    key_of |= {value: key for key, value in known.choices.items() if key in present}
    sent_keys = [sent if sent in present else key_of.get(sent, sent) for sent in data.getlist(known.key)]
    data.setlist(known.key, sent_keys)
    former = [key for key in sent_keys if key in known.choices and key not in present]
    field.choices = [*field.choices, *((key, known.choices[key]) for key in dict.fromkeys(former))]


def former_field(known: KnownField, data: MultiValueDict, files: MultiValueDict) -> forms.Field | None:
    """Return a field for what was sent under the key of a removed field; None if nothing was sent.

    `data` is changed: several values, such as ticked boxes, become one text.
    """
    if known.field_type == FILES:
        return _files_field(known, data, files)
    if known.field_type == "checkbox" and known.key in data:
        data[known.key] = "yes"
    sent = [value.strip() for value in data.getlist(known.key) if value.strip()]
    values = [known.choices.get(value, value) for value in sent]
    if not values:
        return None
    data[known.key] = text = ", ".join(values)
    return _described(forms.CharField(label=known.label, required=False, widget=_widget(known, text)), known)


def _files_field(known: KnownField, data: MultiValueDict, files: MultiValueDict) -> forms.Field | None:
    if known.key not in files and f"{known.key}_ticket" not in data:
        return None
    return _described(FilesField(label=known.label, required=False), known)


def _described(field: Any, known: KnownField) -> forms.Field:
    field.help_text = HINT
    field.meaning = known.meaning
    # Dates and choices are kept as they were typed, so they are texts now.
    field.field_type = known.field_type if known.field_type in (FILES, "email", "multiline") else "singleline"
    return field


def _widget(known: KnownField, text: str) -> forms.Widget:
    if known.field_type == "hidden":
        return forms.HiddenInput()
    if known.field_type == "multiline" or "\n" in text:
        return forms.Textarea(attrs={"rows": 7, "class": "form__input"})
    return forms.TextInput(attrs={"class": "form__input"})
