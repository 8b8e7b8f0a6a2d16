"""The fields for the coordinates of a location."""

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def coordinate_field(label: "StrPromise", limit: int, help_text: "StrPromise") -> models.DecimalField:
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
