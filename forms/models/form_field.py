"""The fields of a form, as staff put them together."""

import secrets

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.forms.models import FORM_FIELD_CHOICES, AbstractFormField
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from forms.builder import CHOICE_TYPES
from forms.meanings import Meaning


def new_key():
    """Return a key for a field: random, because a label is typed letter by letter while the editor saves by itself."""
    return f"field_{secrets.token_hex(5)}"


class FormField(TranslatableMixin, AbstractFormField):
    """One question of a form.

    `clean_name` is the key its answers are stored under: given once, the same in every language, and never
    changed or given again, whatever becomes of the label.
    """

    page = ParentalKey("site_forms.FormPage", on_delete=models.CASCADE, related_name="form_fields")
    label = models.CharField(
        _("label"), max_length=255, help_text=_("The question, as patients read it above the box: “Phone number”.")
    )
    help_text = models.CharField(
        _("help text"),
        max_length=255,
        blank=True,
        help_text=_("A sentence below the label, where the label alone leaves people guessing."),
    )
    field_type = models.CharField(
        _("type"), max_length=16, choices=[*FORM_FIELD_CHOICES, ("files", _("Files"))], default="singleline"
    )
    meaning = models.CharField(
        _("what it is"),
        max_length=20,
        blank=True,
        choices=Meaning.choices,
        default=Meaning.NONE,
        help_text=_("Lets browsers fill it in, and the front desk see who wrote and answer with a click."),
    )
    required = models.BooleanField(
        _("required"),
        default=True,
        help_text=_("Nobody can send the form without it. The other labels say “optional”."),
    )
    choices = models.TextField(
        _("choices"),
        blank=True,
        help_text=_("At least two, one on each line. For checkboxes, radio buttons, drop downs and multiple selects."),
    )
    default_value = models.TextField(
        _("default value"),
        blank=True,
        help_text=_("The answer that stands there from the beginning; mostly none. Of choices: one on each line."),
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

    # Labels are translated; keys, types and rules are one decision for the form in every language.
    override_translatable_fields = [
        SynchronizedField(name, overridable=False)
        for name in ("clean_name", "field_type", "meaning", "required", "default_value")
    ]

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        verbose_name = _("field")
        verbose_name_plural = _("fields")

    def clean(self):
        """Refuse choices that are none, a beginning answer that is not among them, and what nobody can answer."""
        super().clean()
        if self.field_type == "hidden" and self.required and not self.default_value.strip():
            message = _("Nobody sees a hidden field, so nobody can fill it in. Write a default value.")
            raise ValidationError({"default_value": message})
        if self.field_type not in CHOICE_TYPES:
            return
        choices = lines(self.choices)
        if len(choices) < 2:
            raise ValidationError({"choices": _("Write at least two choices, one on each line.")})
        if unknown := [line for line in self.choices_to_begin_with if line not in choices]:
            message = _("“%(line)s” is not among the choices.")
            raise ValidationError({"default_value": message % {"line": unknown[0]}})

    def get_field_clean_name(self):
        """Return the field's key: Wagtail would make one of the label."""
        return self.clean_name

    @property
    def choices_to_begin_with(self):
        """The choices that are chosen before anybody answers."""
        return lines(self.default_value)

    def choice_pairs(self):
        """Return `(value, label)` for each choice.

        The value is the choice as the field in the site's first language has it, line by line: whatever language
        somebody chose in, the front desk sees and exports the same.
        """
        labels = lines(self.choices)
        values = lines(self.original.choices)
        return list(zip(values, labels if len(labels) == len(values) else values, strict=True))


def set_originals(fields, originals):
    """Set `original` of each field: the same field among the originals, itself where it is not among them."""
    by_key = {field.translation_key: field for field in originals}
    for field in fields:
        field.original = by_key.get(field.translation_key, field)


def lines(text):
    """Return what stands on each line of the text, and on no line twice."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
