"""Build a Django form from the fields of a form page."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms import forms as wagtail_forms

from forms.form_pages.dates import DateRange
from forms.form_pages.files_field import FilesField, FilesWidget
from forms.form_pages.former_fields import accept_former_choices, former_field
from forms.form_pages.location_field import LOCATION, NAME, location_field
from forms.inbox.locations import location_with
from forms.inbox.meanings import Meaning
from forms.inbox.models import Attachment, ClinicLocation, KnownField
from forms.inbox.models.known_field import FILES
from pages.site_context import SiteContext
from pages.time_fields import DateTimeField
from pages.typed_text import EmailField, clean_data

# The meanings of the questions in the short form of the footer, besides the required ones.
SHORT_FORM = (Meaning.NAME, Meaning.EMAIL, Meaning.PHONE, Meaning.MESSAGE)
AUTOCOMPLETE = {Meaning.NAME: "name", Meaning.EMAIL: "email", Meaning.PHONE: "tel"}  # WCAG 1.3.5
MAXIMUM_TEXT_LENGTH = 10_000  # characters; a line break is one
MAXIMUM_LINE_LENGTH = 255
MINIMUM_PHONE_DIGITS = 7
# American formats, for readers of Spanish too. Years have four digits, because 2/3/60 could be 1960 or 2060.
DATES = ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%Y-%m-%d")
CHOICE_TYPES = ("checkboxes", "dropdown", "multiselect", "radio")
WIDGETS_WITHOUT_BOX = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, FilesWidget)


def validate_phone(number: str) -> None:
    """Refuse a phone number with fewer than seven digits. Signs, words and extensions are accepted."""
    if sum(character.isdigit() for character in number) < MINIMUM_PHONE_DIGITS:
        raise ValidationError(_("Write the phone number with its area code, such as 479-555-0123."))


class TextLength(MaxLengthValidator):
    """Refuse a text that is too long, with a sentence that says the limit and what to do."""

    message = _("Write at most %(limit)s characters: there are %(length)s.")
    advice = _("Send the rest in a second message.")

    def __call__(self, value: str) -> None:
        """Raise `ValidationError` if the text has more characters than the limit."""
        if len(value) > self.limit_value:
            sentence = self.message % {"limit": f"{self.limit_value:,}", "length": f"{len(value):,}"}
            raise ValidationError(f"{sentence} {self.advice}" if self.limit_value > MAXIMUM_LINE_LENGTH else sentence)


class MessageForm(wagtail_forms.BaseForm):
    """The form that a visitor fills in. Once it is valid, it returns the answers and files for the message."""

    is_short = False

    def __init__(self, data: dict | None = None, files: MultiValueDict | None = None, **options: Any) -> None:
        super().__init__(clean_data(data), files, **options)

    def ask_for_location(self, site: SiteContext) -> None:
        """Begin the form with the question for the location, if the clinic has more than one."""
        if field := location_field(site):
            self.fields[NAME] = field
            self.order_fields([NAME])

    def shorten(self) -> None:
        """Leave the required questions, and those for the location and the sender's name, address, number and message.

        `is_short` says whether questions were left out. The full form has them.
        """
        kept = {name for name, field in self.fields.items() if _is_in_short_form(field)}
        self.is_short = bool(kept) and len(kept) < len(self.fields)
        for name in [*self.fields] if self.is_short else []:
            if name not in kept:
                del self.fields[name]

    @property
    def location(self) -> ClinicLocation | None:
        """Return the location that the sender chose; None without a choice."""
        key = self.cleaned_data.get(NAME)
        return location_with(key) if key else None

    def use_record(self, known_fields: Iterable[KnownField]) -> None:
        """Read the values of choices from the record of the form, and accept what the form had and no longer has.

        Adds a field for each of the known fields that the form no longer has and for which something was sent.
        """
        for known in known_fields:
            if known.key in self.fields:
                field = self.fields[known.key]
                field.choice_values = {**field.choice_values, **known.choices}
                accept_former_choices(field, known, self.data)
            elif field := former_field(known, self.data, self.files):
                if isinstance(field, forms.CharField):
                    field.validators.append(TextLength(MAXIMUM_TEXT_LENGTH))
                self.fields[known.key] = field

    def clean(self) -> dict[str, Any]:
        """Require an e-mail address or a phone number if the form asks for both and requires neither."""
        contacts = [name for name, field in self.fields.items() if field.meaning in (Meaning.EMAIL, Meaning.PHONE)]
        if len(contacts) > 1 and not any(self.cleaned_data.get(name) or name in self.errors for name in contacts):
            self.add_error(contacts[0], _("Give an e-mail address or a phone number, so that we can answer."))
        return self.cleaned_data

    def store_files(self) -> None:
        """Store the files that were accepted, and add an error for each that could not be stored.

        Raises `django.db.DatabaseError`.
        """
        for name, field in self._files_fields():
            for error in field.store():
                self.add_error(name, error)

    @property
    def answers(self) -> list[dict]:
        """Return the answers as `Message` stores them, in the order of the form.

        Files and the location are stored separately.
        """
        return [
            {
                "key": name,
                "label": str(field.label),
                "meaning": field.meaning,
                "type": field.field_type,
                **_value_and_words(field, self.cleaned_data[name]),
            }
            for name, field in self.fields.items()
            if field.field_type not in (FILES, LOCATION)
        ]

    @property
    def attachments(self) -> list[Attachment]:
        """Return the stored files of all file fields."""
        return [attachment for _name, field in self._files_fields() for attachment in field.attachments]

    @property
    def texts(self) -> list[str]:
        """Return the answers that the sender typed as text."""
        typed = {name: value for name, value in self.cleaned_data.items() if isinstance(value, str)}
        return [value for name, value in typed.items() if self.fields[name].field_type not in CHOICE_TYPES]

    @property
    def sender_name(self) -> str:
        """Return the answers to the fields that ask for the sender's name."""
        names = [name for name, field in self.fields.items() if field.meaning == Meaning.NAME]
        return " ".join(str(self.cleaned_data.get(name, "")) for name in names)

    def _files_fields(self) -> list[tuple[str, FilesField]]:
        return [(name, field) for name, field in self.fields.items() if isinstance(field, FilesField)]


class FormBuilder(wagtail_forms.FormBuilder):
    """Wagtail's form builder, with errors that say what to do and choices that are known by keys."""

    def get_form_class(self) -> type[MessageForm]:
        return type("MessageForm", (MessageForm,), self.formfields)

    @property
    def formfields(self) -> dict[str, forms.Field]:
        built = super().formfields
        for field, form_field in zip(self.fields, built.values(), strict=True):
            form_field.meaning, form_field.field_type = field.meaning, field.field_type
            form_field.choice_values = dict(field.original.choice_pairs())
            if isinstance(form_field, forms.DateField | forms.DateTimeField):
                form_field.validators.append(DateRange(field.meaning))
            if not isinstance(form_field.widget, WIDGETS_WITHOUT_BOX):
                form_field.widget.attrs["class"] = "form__input"
            if field.meaning in AUTOCOMPLETE:
                form_field.widget.attrs["autocomplete"] = AUTOCOMPLETE[field.meaning]
            if field.meaning == Meaning.PHONE:
                form_field.widget.input_type = "tel"
                form_field.validators.append(validate_phone)
        return built

    # Without `max_length`: with the attribute of that name, browsers cut pasted text without saying so.
    def create_singleline_field(self, field: Any, options: dict) -> forms.Field:
        return forms.CharField(**options, validators=[TextLength(MAXIMUM_LINE_LENGTH)])

    def create_multiline_field(self, field: Any, options: dict) -> forms.Field:
        options["help_text"] = _with_limit(options["help_text"])
        widget = forms.Textarea(attrs={"rows": 7})
        return forms.CharField(**options, validators=[TextLength(MAXIMUM_TEXT_LENGTH)], widget=widget)

    def create_email_field(self, field: Any, options: dict) -> forms.Field:
        return EmailField(**options)

    def create_date_field(self, field: Any, options: dict) -> forms.Field:
        options["error_messages"]["invalid"] = _("Write the date like this: 12/31/2026.")
        return forms.DateField(**options, input_formats=DATES)

    def create_datetime_field(self, field: Any, options: dict) -> forms.Field:
        options["error_messages"]["invalid"] = _("Write the date and the time like this: 12/31/2026 2:30 PM.")
        return DateTimeField(**options, dates=DATES)

    def create_number_field(self, field: Any, options: dict) -> forms.Field:
        options["error_messages"]["invalid"] = _("Write a number, such as 7 or 7.5.")
        return forms.DecimalField(**options, widget=forms.TextInput(attrs={"inputmode": "decimal"}))

    def create_files_field(self, field: Any, options: dict) -> forms.Field:
        options.pop("initial")
        return FilesField(**options)

    def create_dropdown_field(self, field: Any, options: dict) -> forms.Field:
        choices = [("", _("Choose one")), *self.get_formatted_field_choices(field)]
        return forms.ChoiceField(**options, choices=choices)

    def create_multiselect_field(self, field: Any, options: dict) -> forms.Field:
        return super().create_multiselect_field(field, options | {"initial": self.get_formatted_field_initial(field)})

    def get_formatted_field_initial(self, field: Any) -> list[str]:
        """Return the keys of the choices that are selected at first. Wagtail would split the text at its commas."""
        return field.initial_choices

    def get_formatted_field_choices(self, field: Any) -> list[tuple[str, str]]:
        """Return pairs of the choice's key and the label in the page's language."""
        return field.choice_pairs()

    def get_field_options(self, field: Any) -> dict:
        required = (
            _("Choose an answer to “%(label)s”") if field.field_type in CHOICE_TYPES else _("Fill in “%(label)s”")
        )
        if field.field_type == "checkbox":
            required = _("Tick the box: %(label)s")
        return super().get_field_options(field) | {
            "error_messages": {"required": required % {"label": field.label}},
        }


def _is_in_short_form(field: Any) -> bool:
    is_needed = field.required or field.widget.is_hidden or field.field_type == LOCATION
    return is_needed or field.meaning in SHORT_FORM


def _with_limit(help_text: str | Promise) -> str:
    """Return the hint of a long text, with a sentence that states the limit."""
    limit = _("Up to %(limit)s characters.") % {"limit": f"{MAXIMUM_TEXT_LENGTH:,}"}
    return f"{help_text} {limit}".strip()


def _value_and_words(field: Any, cleaned: Any) -> dict[str, Any]:
    """Return the value of an answer and, where the sender read other words than the value, `seen`: these words."""
    if field.field_type not in CHOICE_TYPES or not hasattr(field, "choices"):
        return {"value": _json_value(cleaned)}
    labels = dict(field.choices)
    keys = cleaned if isinstance(cleaned, list) else [cleaned] if cleaned else []
    values = [field.choice_values.get(key, str(labels[key])) for key in keys]
    seen = [str(labels[key]) for key in keys]
    value = values if isinstance(cleaned, list) else "".join(values)
    return {"value": value, **({"seen": ", ".join(seen)} if seen != values else {})}


def _json_value(value: Any) -> str | list:
    """Return a field's value as JSON stores it, in the same form for every language."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, list | str) else ""
