"""A file that somebody sent with a message."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forms.sealing.encryption import unseal_data


class Attachment(models.Model):
    """An encrypted file in the private storage: its name, size, digests and the result of the virus scan.

    The file is stored before its message. While the sender corrects errors in the form, the file has no message, and
    the form contains its `ticket`.
    """

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("Waiting for the virus scanner")
        CLEAN = "clean", _("No virus found")
        INFECTED = "infected", _("Infected")
        NOT_SCANNED = "not_scanned", _("Not scanned")

    message = models.ForeignKey("site_forms.Message", null=True, on_delete=models.CASCADE, related_name="attachments")
    field_key = models.CharField(_("field"), max_length=255)
    ticket = models.UUIDField(default=uuid4, unique=True, editable=False)
    sealed_name = models.TextField(editable=False)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    content_digest = models.CharField(_("digest of the content"), max_length=64, editable=False)
    stored_as = models.CharField(_("name in the private storage"), max_length=100, unique=True, editable=False)
    stored_sha256 = models.CharField(_("SHA-256 of what is stored"), max_length=64, editable=False)
    verdict = models.CharField(_("virus scan"), max_length=20, choices=Verdict.choices, default=Verdict.WAITING)
    scanned_at = models.DateTimeField(_("scanned"), null=True, editable=False)
    created_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.message or '–'}/{self.pk}"

    @cached_property
    def name(self) -> str:
        """Return the decrypted name that the sender's file had. Raises `CannotOpenError`."""
        return unseal_data(self.sealed_name)
