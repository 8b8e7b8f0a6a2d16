"""The record of a location of the clinic, which stays when its page is deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClinicLocation(models.Model):
    """A location that senders can choose. One row for the location's pages in all languages.

    The row stays when the page is deleted, because its messages stay.
    """

    # The translation key that the location's pages share.
    key = models.UUIDField(_("location in every language"), unique=True, editable=False)
    name = models.CharField(_("name"), max_length=255)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["name", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
