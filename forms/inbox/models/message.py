"""Messages that people send through forms, and the front desk's notes and contacts about them."""

import re
import secrets

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forms.inbox.models.form import Form
from forms.inbox.models.location import ClinicLocation
from forms.sealing.encryption import seal_data, unseal_data
from forms.spam.verification import Verification

# References are read out on the phone. I, L, O, U, 0 and 1 are left out, because they are easily confused.
REFERENCE_CHARACTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE = re.compile(f"[{REFERENCE_CHARACTERS}]{{4}}-[{REFERENCE_CHARACTERS}]{{4}}")


def new_reference() -> str:
    """Return a random reference for a message, such as `K7M3-9QXD`. It has about 39 random bits and is not guessed."""
    characters = "".join(secrets.choice(REFERENCE_CHARACTERS) for _position in range(8))
    return f"{characters[:4]}-{characters[4:]}"


class Message(models.Model):
    """One person's answers to a form, encrypted, and how the front desk works on them.

    `sealed` decrypts to `{"answers": [...], "sent_from": "/path/"}`. Each answer has the field's `key`, the `label`
    that the sender saw, its `meaning` and `type`, and the `value`: a text, or a list of texts. The value of a choice is
    the same in every language; if the sender read other words, the answer has them as `seen`. Files are `Attachment`
    rows.
    """

    Verification = Verification

    class Status(models.TextChoices):
        NEW = "new", _("New")
        IN_PROGRESS = "in_progress", _("In progress")
        DONE = "done", _("Done")
        SPAM = "spam", _("Spam")

    reference = models.CharField(_("reference"), max_length=9, unique=True, default=new_reference, editable=False)
    form = models.ForeignKey(Form, verbose_name=_("form"), on_delete=models.PROTECT, related_name="messages")
    # The location that the sender has chosen. Forms ask for it if the clinic has several.
    location = models.ForeignKey(
        ClinicLocation,
        verbose_name=_("location"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="messages",
    )
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
    reminder_on = models.DateField(_("reminder"), null=True, blank=True, db_index=True)
    sealed = models.TextField(editable=False)
    words = models.TextField(_("digests of the words"), blank=True, editable=False)
    email_digest = models.CharField(_("digest of the e-mail address"), max_length=12, blank=True, editable=False)
    phone_digest = models.CharField(_("digest of the phone number"), max_length=12, blank=True, editable=False)
    # Empty once the same content was sent again more than a day later: the newer message then has it.
    fingerprint = models.CharField(
        _("fingerprint of what was sent"), max_length=64, unique=True, null=True, editable=False
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "verification", "-sent_at"], name="message_by_status"),
            models.Index(fields=["form", "-sent_at"], name="message_by_form"),
            models.Index(fields=["email_digest", "sent_at"], name="message_by_email"),
            models.Index(fields=["phone_digest", "sent_at"], name="message_by_phone"),
        ]
        permissions = [("export_message", _("Can export messages"))]

    def __str__(self) -> str:
        return self.reference

    @cached_property
    def content(self) -> dict:
        """Return what was sent, decrypted. Raises `CannotOpenError` if no key can decrypt it."""
        return unseal_data(self.sealed)

    @property
    def answers(self) -> list[dict]:
        """Return the answers in the order of the form. Raises `CannotOpenError`."""
        return self.content["answers"]

    def answer_for(self, meaning: str) -> str | list[str]:
        """Return the first answer with this meaning, such as `Meaning.EMAIL`, or "" if there is none."""
        return next(
            (answer["value"] for answer in self.answers if answer["meaning"] == meaning and answer["value"]), ""
        )


class Note(models.Model):
    """A note that a member of the front desk wrote about a message, encrypted."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="notes")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    sealed = models.TextField(editable=False)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.message}, {self.written_at:%Y-%m-%d}"

    @classmethod
    def write(cls, message: Message, user: AbstractBaseUser, text: str) -> "Note":
        """Encrypt and save the text as this user's note about the message, and return the note."""
        return cls.objects.create(message=message, written_by=user, sealed=seal_data(text))

    @cached_property
    def text(self) -> str:
        """Return the decrypted text. Raises `CannotOpenError` if no key can decrypt it."""
        return unseal_data(self.sealed)


class Contact(models.Model):
    """An attempt of the front desk to answer the sender of a message: how, when, and by which user."""

    class Kind(models.TextChoices):
        MAIL = "mail", _("Answered by mail")
        NO_ANSWER = "no_answer", _("Called, no answer")
        SPOKE = "spoke", _("Called, spoke")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("how"), max_length=20, choices=Kind.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["made_at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.message}, {self.made_at:%Y-%m-%d}"
