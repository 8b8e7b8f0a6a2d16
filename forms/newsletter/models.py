"""The subscribers of the newsletter."""

import secrets
from typing import Self

from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """Return a random token of 192 bits for the link to unsubscribe. It never expires."""
    return secrets.token_urlsafe(24)


class Subscriber(models.Model):
    """An e-mail address that was entered for the newsletter. It is not connected to any message.

    An address is subscribed only after its owner pressed the button on the page that the link in the mail opens.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Not confirmed yet")
        CONFIRMED = "confirmed", _("Subscribed")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")

    email = models.EmailField(_("e-mail address"), unique=True, help_text=_("In lowercase letters."))
    language = models.CharField(_("language"), max_length=10)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.PENDING)
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(_("first entered"), default=timezone.now)
    mailed_at = models.DateTimeField(_("asked to confirm"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)

    CONFIRMATION_SALT = "newsletter confirmation"
    DAYS_TO_CONFIRM = 7

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-created_at", "-pk"]
        permissions = [("export_subscriber", _("Can export subscribers"))]

    def __str__(self) -> str:
        # Without the address, because Wagtail's log keeps this text after the subscriber is deleted.
        return f"Subscriber {self.pk}"

    def confirmation_token(self, language: str) -> str:
        """Return the signed token for the link to confirm. It contains the language, but not the e-mail address."""
        return signing.dumps([self.token, language], salt=self.CONFIRMATION_SALT)

    @classmethod
    def read_confirmation_token(cls, signed: str) -> tuple[Self, str]:
        """Return the subscriber and the language of the token. Raises `DoesNotExist` if it is invalid or expired."""
        max_age = cls.DAYS_TO_CONFIRM * 24 * 60 * 60  # seconds
        try:
            token, language = signing.loads(signed, salt=cls.CONFIRMATION_SALT, max_age=max_age)
        except signing.BadSignature:
            raise cls.DoesNotExist from None
        return cls.objects.get(token=token), language

    def confirm(self, language: str) -> None:
        """Subscribe the address, in the language of the page on which it was entered."""
        self.language, self.status = language, self.Status.CONFIRMED
        self.confirmed_at, self.unsubscribed_at = timezone.now(), None
        self.save()

    def unsubscribe(self) -> None:
        """Unsubscribe the address. If it is unsubscribed already, the time of the first request is kept."""
        if self.status != self.Status.UNSUBSCRIBED:
            self.status, self.unsubscribed_at = self.Status.UNSUBSCRIBED, timezone.now()
            self.save()
