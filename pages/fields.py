"""Model fields: several choices of a fixed set, and coordinates."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ChoiceListField(models.JSONField):
    """Stores several choices of a fixed set as a JSON list of their values, in the order of the set.

    It is not a relation, because the choices are defined in code and no query joins them.
    """

    def __init__(self, *args: Any, choices: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        self.choices_to_list = list(choices)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return a form field with a check box for each choice."""
        return forms.MultipleChoiceField(
            choices=self.choices_to_list,
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Tick at least one.")},
        )

    def clean(self, value: list[str], model_instance: models.Model | None) -> list[str]:
        """Return the values in the order of the choices. Raise `ValidationError` for an unknown value."""
        known = [choice for choice, _label in self.choices_to_list]
        if unknown := [item for item in value if item not in known]:
            raise ValidationError(
                _("%(unknown)s is not among: %(known)s.")
                % {"unknown": ", ".join(map(str, unknown)), "known": ", ".join(known)}
            )
        return super().clean([choice for choice in known if choice in value], model_instance)


def coordinate_field(label: "_StrPromise", limit: int, help_text: "_StrPromise") -> models.DecimalField:
    """Return a field for degrees between minus and plus `limit`."""
    return models.DecimalField(
        label,
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-limit), MaxValueValidator(limit)],
        help_text=help_text,
    )
