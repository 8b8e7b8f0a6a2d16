"""Addresses that were requested and do not exist."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MissingAddress(models.Model):
    """Counts the requests for an address without a page. It stores the path only, nothing about the visitor."""

    path = models.CharField(_("address"), max_length=255, unique=True)
    count = models.PositiveIntegerField(_("requests"), default=0)
    first_requested_at = models.DateTimeField(_("first requested"))
    last_requested_at = models.DateTimeField(_("last requested"), db_index=True)

    class Meta:
        verbose_name = _("address not found")
        verbose_name_plural = _("addresses not found")
        default_permissions = ()

    def __str__(self) -> str:
        return self.path
