"""The record of a form, which stays when its page is deleted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pages.typed_text import clean_line

DEFAULT_RETENTION_DAYS = 365


class Form(models.Model):
    """What the clinic decided about the messages of one form. One row for the form's pages in all languages.

    Publishing a form page updates the row. The row stays when the page is deleted, because its messages stay.
    """

    # The translation key that the form's pages share.
    key = models.UUIDField(_("form in every language"), unique=True, editable=False)
    name = models.CharField(_("name"), max_length=255)
    retention_days = models.PositiveIntegerField(_("days messages are kept"), default=DEFAULT_RETENTION_DAYS)
    notified = models.TextField(_("who is notified of a new message"), blank=True)
    is_acknowledged = models.BooleanField(_("confirm to the sender by e-mail"), default=False)
    replies_by_mail = models.BooleanField(_("staff answer from their own mailbox"), default=False)
    is_open = models.BooleanField(_("a page of the form is published"), default=True)

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        ordering = ["name", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def notified_addresses(self) -> list[str]:
        """Return the e-mail addresses that are notified of a new message."""
        return list(dict.fromkeys(line for line in map(clean_line, self.notified.splitlines()) if line))
