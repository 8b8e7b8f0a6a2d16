"""Makes a Django form of a form page's fields."""

from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms import forms as wagtail_forms

from forms.fields import FilesField, FilesWidget
from forms.meanings import Meaning

AUTOCOMPLETE = {Meaning.NAME: "name", Meaning.EMAIL: "email", Meaning.PHONE: "tel"}  # WCAG 1.3.5
LONGEST_TEXT = 10_000
FEWEST_DIGITS = 7
# As Americans write them, also those who read Spanish, with a year of four digits: 2/3/60 is 1960 or 2060.
DATES = ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%Y-%m-%d")
TIMES = ("%I:%M %p", "%H:%M")
CHOICE_TYPES = ("checkboxes", "dropdown", "multiselect", "radio")
FILES = "files"
WITHOUT_BOX = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, FilesWidget)


def check_phone(number):
    """Refuse a phone number too short to call: fewer than seven digits. Signs, words and extensions are let through."""
    if sum(sign.isdigit() for sign in number) < FEWEST_DIGITS:
        raise ValidationError(_("Write the phone number with its area code, such as 479-555-0123."))


class MessageForm(wagtail_forms.BaseForm):
    """What somebody sends us through a form page: checked, and turned into answers."""

    def clean(self):
        """Ask for one way to answer where the form offers several and requires none."""
        ways = [name for name, field in self.fields.items() if field.meaning in (Meaning.EMAIL, Meaning.PHONE)]
        if len(ways) > 1 and not any(self.cleaned_data.get(name) or name in self.errors for name in ways):
            self.add_error(ways[0], _("Give an e-mail address or a phone number, so that we can answer."))
        return self.cleaned_data

    @property
    def answers(self):
        """The answers as `Message` keeps them, in the order of the form; files are kept apart."""
        return [
            {
                "key": name,
                "label": str(field.label),
                "meaning": field.meaning,
                "type": field.field_type,
                "value": _plain(self.cleaned_data[name]),
            }
            for name, field in self.fields.items()
            if field.field_type != FILES
        ]

    @property
    def attachments(self):
        """The `Attachment`s chosen in all fields for files."""
        names = [name for name, field in self.fields.items() if field.field_type == FILES]
        return [attachment for name in names for attachment in self.cleaned_data[name]]


class FormBuilder(wagtail_forms.FormBuilder):
    """Wagtail's builder, with errors that say what to do, and choices that mean the same in every language."""

    def get_form_class(self):
        return type("MessageForm", (MessageForm,), self.formfields)

    @property
    def formfields(self):
        made = super().formfields
        for field, form_field in zip(self.fields, made.values(), strict=True):
            form_field.meaning, form_field.field_type = field.meaning, field.field_type
            if not isinstance(form_field.widget, WITHOUT_BOX):
                form_field.widget.attrs["class"] = "form__input"
            if field.meaning in AUTOCOMPLETE:
                form_field.widget.attrs["autocomplete"] = AUTOCOMPLETE[field.meaning]
            if field.meaning == Meaning.PHONE:
                form_field.widget.input_type = "tel"
                form_field.validators.append(check_phone)
        return made

    def create_multiline_field(self, field, options):
        widget = forms.Textarea(attrs={"rows": 7})
        made = forms.CharField(**options, max_length=LONGEST_TEXT, widget=widget)
        del made.widget.attrs["maxlength"]  # browsers cut what is pasted, and say nothing
        return made

    def create_email_field(self, field, options):
        options["error_messages"]["invalid"] = _("Write the e-mail address like this: name@example.com.")
        return forms.EmailField(**options)

    def create_date_field(self, field, options):
        options["error_messages"]["invalid"] = _("Write the date like this: 12/31/2026.")
        return forms.DateField(**options, input_formats=DATES)

    def create_datetime_field(self, field, options):
        options["error_messages"]["invalid"] = _("Write the date and the time like this: 12/31/2026 2:30 PM.")
        formats = [f"{day} {time}" for day in DATES for time in TIMES]
        return forms.DateTimeField(**options, input_formats=formats)

    def create_number_field(self, field, options):
        options["error_messages"]["invalid"] = _("Write a number, such as 7 or 7.5.")
        return forms.DecimalField(**options, widget=forms.TextInput(attrs={"inputmode": "decimal"}))

    def create_files_field(self, field, options):
        options.pop("initial")
        return FilesField(**options)

    def create_dropdown_field(self, field, options):
        choices = [("", _("Choose one")), *self.get_formatted_field_choices(field)]
        return forms.ChoiceField(**options, choices=choices)

    def create_multiselect_field(self, field, options):
        return super().create_multiselect_field(field, options | {"initial": self.get_formatted_field_initial(field)})

    def get_formatted_field_initial(self, field):
        """The choices to begin with: Wagtail would take one apart at its commas."""
        return field.choices_to_begin_with

    def get_formatted_field_choices(self, field):
        """The choices; what is kept is the choice in the language the form was written in."""
        return field.choice_pairs()

    def get_field_options(self, field):
        unanswered = _("Choose an answer: %(label)s") if field.field_type in CHOICE_TYPES else _("Fill in: %(label)s")
        if field.field_type == "checkbox":
            unanswered = _("Tick the box: %(label)s")
        return super().get_field_options(field) | {
            "error_messages": {"required": unanswered % {"label": field.label}},
        }


def _plain(value):
    """What a field's value is in JSON, the same in every language."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value if isinstance(value, list | str) else ""
