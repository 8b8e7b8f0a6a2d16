"""What one person sent through a form."""

import re
import secrets
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forms.encryption import seal_data, unseal_data

# Read out on the phone without being misheard: no I, L, O, U, 0 or 1.
REFERENCE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE = re.compile(f"[{REFERENCE_SIGNS}]{{4}}-[{REFERENCE_SIGNS}]{{4}}")


def new_reference():
    """Return a reference for a message, such as `K7M3-9QXD`: about 39 random bits, so that none is guessed."""
    signs = "".join(secrets.choice(REFERENCE_SIGNS) for _place in range(8))
    return f"{signs[:4]}-{signs[4:]}"


class Message(models.Model):
    """Answers to a form, sealed, with what the front desk makes of them.

    `sealed` holds `{"answers": [...], "sent_from": "/path/"}`; each answer has the field's `key`, its `label` at
    the time, its `meaning` and `type`, and the `value`: text, or a list of texts. Files are `Attachment` rows.
    """

    class Status(models.TextChoices):
        NEW = "new", _("New")
        IN_PROGRESS = "in_progress", _("In progress")
        DONE = "done", _("Done")
        SPAM = "spam", _("Spam")

    class Verification(models.TextChoices):
        PASSED = "passed", _("Passed")
        UNVERIFIED = "unverified", _("Unverified")
        SUSPECTED = "suspected", _("Suspected spam")

    reference = models.CharField(_("reference"), max_length=9, unique=True, default=new_reference, editable=False)
    form = models.ForeignKey(
        "site_forms.FormPage", verbose_name=_("form"), null=True, on_delete=models.SET_NULL, related_name="messages"
    )
    form_key = models.UUIDField(_("form in every language"), default=uuid4, editable=False)
    form_title = models.CharField(_("name of the form"), max_length=255)
    language = models.CharField(_("language"), max_length=10)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, db_index=True)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.NEW)
    verification = models.CharField(
        _("verification"), max_length=20, choices=Verification.choices, default=Verification.PASSED
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_held = models.BooleanField(_("kept until the hold is lifted"), default=False)
    sealed = models.TextField(editable=False)
    words = models.TextField(_("digests of the words"), blank=True, editable=False)
    fingerprint = models.CharField(_("fingerprint of what was sent"), max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "verification", "-sent_at"], name="message_by_status"),
            models.Index(fields=["form_key", "-sent_at"], name="message_by_form"),
        ]
        permissions = [("export_message", _("Can export messages"))]

    def __str__(self):
        return self.reference

    @cached_property
    def content(self):
        """What was sent, opened; raises `CannotOpenError`."""
        return unseal_data(self.sealed)

    @property
    def answers(self):
        """The answers, in the order of the form; raises `CannotOpenError`."""
        return self.content["answers"]

    def answer_for(self, meaning):
        """The first answer with this meaning, such as `Meaning.EMAIL`; "" where there is none."""
        return next((one["value"] for one in self.answers if one["meaning"] == meaning and one["value"]), "")


class Note(models.Model):
    """What a member of the front desk wrote about a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    sealed = models.TextField(editable=False)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["written_at", "pk"]

    def __str__(self):
        return f"{self.message}, {self.written_at:%Y-%m-%d}"

    @classmethod
    def write(cls, message, user, text):
        """Keep the text, sealed, as this user's note about the message."""
        return cls.objects.create(message=message, written_by=user, sealed=seal_data(text))

    @cached_property
    def text(self):
        """The note's words; raises `CannotOpenError`."""
        return unseal_data(self.sealed)
