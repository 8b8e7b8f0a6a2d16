"""The fields of a form page."""

import secrets
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.blocks import CharBlock, StreamBlockValidationError
from wagtail.contrib.forms.models import FORM_FIELD_CHOICES, AbstractFormField
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from forms.form_pages.builder import CHOICE_TYPES
from forms.inbox.meanings import Meaning
from forms.inbox.models.known_field import FILES, KnownField
from pages.page_texts import check_texts
from pages.typed_text import clean_line, clean_text

MAXIMUM_CHOICE_LENGTH = 255  # characters


def new_key() -> str:
    """Return a random key for a field. A key made from the label would be wrong: autosave stores half-typed labels."""
    return f"field_{secrets.token_hex(5)}"


class FormField(TranslatableMixin, AbstractFormField):
    """One field of a form page.

    `clean_name` is the key under which its answers are stored. It is the same in every language, never changes, and is
    never used for another field.
    """

    page = ParentalKey("site_forms.FormPage", on_delete=models.CASCADE, related_name="form_fields")
    label = models.CharField(
        _("label"), max_length=255, help_text=_("The question, as patients read it above the box: “Phone number”.")
    )
    help_text = models.CharField(
        _("help text"),
        max_length=255,
        blank=True,
        help_text=_("A sentence below the label, if the label alone is not clear enough."),
    )
    field_type = models.CharField(
        _("type"), max_length=16, choices=[*FORM_FIELD_CHOICES, (FILES, _("Files"))], default="singleline"
    )
    meaning = models.CharField(
        _("what it is"),
        max_length=20,
        blank=True,
        choices=Meaning.choices,
        default=Meaning.NONE,
        help_text=_(
            "With it, browsers fill the field in, and the front desk sees who wrote and can answer with a click."
        ),
    )
    required = models.BooleanField(
        _("required"),
        default=False,
        help_text=_("Nobody can send the form without it. The other labels say “optional”."),
    )
    # A choice is known by the identifier of its block, which is the same in every language and never changes.
    choices = StreamField(
        [("choice", CharBlock(label=_("Choice"), max_length=MAXIMUM_CHOICE_LENGTH, required=False))],
        verbose_name=_("choices"),
        blank=True,
        help_text=_(
            "At least two, for checkboxes, radio buttons, drop downs and multiple selects. Messages and exports keep "
            "the words with which a choice was first published, also if you reword it later. To offer something else "
            "instead, delete the choice and add a new one."
        ),
    )
    default_value = models.TextField(
        _("default value"),
        blank=True,
        help_text=_("The answer that is filled in at first. Usually empty. For choices: one on each line."),
    )
    clean_name = models.CharField(_("key"), max_length=255, default=new_key, editable=False)

    panels = [
        FieldPanel("label"),
        FieldPanel("help_text"),
        FieldRowPanel(["field_type", "meaning"]),
        FieldPanel("required"),
        FieldPanel("choices"),
        FieldPanel("default_value"),
    ]

    # Labels are translated. Keys, types and rules are the same in every language.
    override_translatable_fields = [
        SynchronizedField(name, overridable=False)
        for name in ("clean_name", "field_type", "meaning", "required", "default_value")
    ]

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        verbose_name = _("field")
        verbose_name_plural = _("fields")

    def clean(self) -> None:
        """Refuse wrong placeholders, too few choices, an unknown default, and a required hidden field without one."""
        super().clean()
        self._take_another_key_if_the_kind_of_answer_changed()
        check_texts(self)
        if self.field_type == "hidden" and self.required and not self.default_value.strip():
            message = _("Nobody sees a hidden field, so nobody can fill it in. Write a default value.")
            raise ValidationError({"default_value": message})
        if self.field_type not in CHOICE_TYPES:
            return
        labels = [label for _key, label in self.choice_pairs()]
        if len(labels) < 2:
            raise _choices_error(_("Write at least two choices."))
        if twice := [label for label in labels if labels.count(label) > 1]:
            raise _choices_error(_("“%(label)s” is there twice. Delete one of the two.") % {"label": twice[0]})
        if unknown := [line for line in lines(self.default_value) if line not in labels]:
            message = _("“%(line)s” is not among the choices.")
            raise ValidationError({"default_value": message % {"line": unknown[0]}})

    def _take_another_key_if_the_kind_of_answer_changed(self) -> None:
        """Make a published text that becomes a file or a single box, or the reverse, a new field with a new key.

        Somebody may be filling in the old one, and what they send does not fit into the new one.
        """
        page = getattr(self, "page", None)  # a field that was added just now has none
        if not page:
            return
        published = KnownField.objects.filter(form__key=page.translation_key, key=self.clean_name).first()
        if published and answer_kind(published.field_type) != answer_kind(self.field_type):
            self.clean_name = new_key()

    def get_field_clean_name(self) -> str:
        """Return the field's key. Wagtail would make one from the label."""
        return self.clean_name

    @property
    def initial_choices(self) -> list[str]:
        """Return the keys of the choices that are selected at first. The default value names them in English."""
        selected = lines(self.default_value)
        return [key for key, label in self.original.choice_pairs() if label in selected]

    def choice_pairs(self) -> list[tuple[str, str]]:
        """Return `(key, label)` for each choice. The key is the same in every language and never changes."""
        pairs = [(block.id or block.value, clean_line(block.value)) for block in self.choices]
        return [(key, label) for key, label in pairs if label]


def _choices_error(message: str | Promise) -> ValidationError:
    return ValidationError({"choices": StreamBlockValidationError(non_block_errors=[message])})


def answer_kind(field_type: str) -> str:
    """Return the kind of answer that fields of this type have: files, a single box, or text."""
    return field_type if field_type in (FILES, "checkbox") else "text"


def set_originals(fields: Iterable["FormField"], originals: Iterable["FormField"]) -> None:
    """Set `original` of each field: the field that it is translated from, or itself if there is none."""
    by_key = {field.translation_key: field for field in originals}
    for field in fields:
        field.original = by_key.get(field.translation_key, field)


def lines(text: str) -> list[str]:
    """Return the lines of the text without invisible characters, empty lines and repetitions."""
    cleaned = (line.strip() for line in clean_text(text).splitlines())
    return list(dict.fromkeys(line for line in cleaned if line))
