"""Who receives the newsletter."""

import secrets

from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_token():
    """Return what makes the address of an unsubscribe link: 192 random bits, good for as long as the row is there."""
    return secrets.token_urlsafe(24)


class Subscriber(models.Model):
    """An address that was entered for the newsletter. Apart from messages: nothing links the two.

    Nobody receives the newsletter before they have pressed the button behind the link in their mail.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Not confirmed yet")
        CONFIRMED = "confirmed", _("Subscribed")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")

    email = models.EmailField(_("e-mail address"), unique=True, help_text=_("In small letters."))
    language = models.CharField(_("language"), max_length=10)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.PENDING)
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(_("first entered"), default=timezone.now)
    mailed_at = models.DateTimeField(_("asked to confirm"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)

    SALT = "newsletter confirmation"
    DAYS_TO_CONFIRM = 7

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-created_at", "-pk"]
        permissions = [("export_subscriber", _("Can export subscribers"))]

    def __str__(self):
        # Not the address: this is what the site's log calls the row, after it was deleted too.
        return f"Subscriber {self.pk}"

    def confirmation(self, language):
        """Return the signed text of a confirmation link. It holds no address."""
        return signing.dumps([self.token, language], salt=self.SALT)

    @classmethod
    def read_confirmation(cls, signed):
        """Return the subscriber and the language of a link; raises `DoesNotExist` for a wrong or old one."""
        try:
            token, language = signing.loads(signed, salt=cls.SALT, max_age=cls.DAYS_TO_CONFIRM * 24 * 60 * 60)
        except signing.BadSignature:
            raise cls.DoesNotExist from None
        return cls.objects.get(token=token), language

    def confirm(self, language):
        """Subscribe, in the language in which it was asked for."""
        self.language, self.status = language, self.Status.CONFIRMED
        self.confirmed_at, self.unsubscribed_at = timezone.now(), None
        self.save()

    def unsubscribe(self):
        """Send nothing any more; the first time counts."""
        if self.status != self.Status.UNSUBSCRIBED:
            self.status, self.unsubscribed_at = self.Status.UNSUBSCRIBED, timezone.now()
            self.save()
