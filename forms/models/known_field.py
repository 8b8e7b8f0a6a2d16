"""The fields forms have and have had."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KnownField(models.Model):
    """Remembers a field of a form for as long as there may be answers to it, also after staff removed it.

    `form_key` is the form in every language. The label is the one that stands in headings of the desk and its exports.
    """

    form_key = models.UUIDField(editable=False)
    key = models.CharField(max_length=255, editable=False)
    label = models.CharField(_("label"), max_length=255)
    field_type = models.CharField(max_length=16)
    position = models.IntegerField(default=0)
    is_removed = models.BooleanField(_("no longer in the form"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form_key", "key"], name="known_field_once")]
        ordering = ["form_key", "is_removed", "position", "pk"]

    def __str__(self):
        return self.label
