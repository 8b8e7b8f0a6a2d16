"""A model field for a list of choices."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class ChoiceListField(models.JSONField):
    """Stores some of a fixed set of choices, as a JSON list of their values in the order of the set.

    Not a relation, because the choices are defined in code.
    """

    def __init__(self, *args, choices=(), **kwargs):
        self.choices_to_list = list(choices)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.MultipleChoiceField:
        """Return the form field, which shows the choices as checkboxes."""
        return forms.MultipleChoiceField(
            choices=self.choices_to_list,
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Tick at least one.")},
        )

    def clean(self, value: list[str], model_instance: models.Model) -> list[str]:
        """Return the values in the order of the choices; raise `ValidationError` for a value that is no choice."""
        known = [choice for choice, _label in self.choices_to_list]
        if unknown := [item for item in value if item not in known]:
            raise ValidationError(
                _("%(unknown)s is not among: %(known)s.")
                % {"unknown": ", ".join(map(str, unknown)), "known": ", ".join(known)}
            )
        return super().clean([choice for choice in known if choice in value], model_instance)
