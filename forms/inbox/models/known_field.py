"""The record of a form's fields, which stays when staff remove a field."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.inbox.models.form import Form

FILES = "files"  # the field type whose answers are `Attachment` rows


class KnownField(models.Model):
    """A field that a form has or had. The desk and its exports take their column headings from `label`.

    A removed field stays recorded, because older messages have answers to it. So do removed choices.
    """

    form = models.ForeignKey(Form, verbose_name=_("form"), on_delete=models.CASCADE, related_name="fields")
    key = models.CharField(max_length=255, editable=False)
    label = models.CharField(_("label"), max_length=255)
    field_type = models.CharField(max_length=16)
    meaning = models.CharField(max_length=20, blank=True, editable=False)
    position = models.IntegerField(default=0)
    # The value of each choice that the field has or had, by the choice's key. It never changes: messages have it.
    choices = models.JSONField(default=dict, editable=False)
    is_removed = models.BooleanField(_("no longer in the form"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="known_field_once")]
        ordering = ["form", "is_removed", "position", "pk"]

    def __str__(self) -> str:
        return self.label
