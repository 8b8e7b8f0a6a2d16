"""Mails that wait to be sent, and for a while those that were."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forms.sealing.encryption import CannotOpenError, unseal_data


class Mail(models.Model):
    """One mail to one recipient, in the outbox.

    `sealed` holds `to`, `subject`, `from_email`, `body`, `html` and `headers`; once sent, no more than `to` and
    `subject`. A mail about a message goes with it: whoever deletes the message deletes its mails.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice", _("Notice of a message")
        CONFIRMATION = "confirmation", _("Confirmation to the sender")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        FAILED = "failed", _("Failed")
        SENT = "sent", _("Sent")

    class Reason(models.TextChoices):
        UNREACHABLE = "unreachable", _("The mail server does not answer.")
        LOGIN = "login", _("The mail server refuses our user name or password.")
        RECIPIENT = "recipient", _("The mail server refuses the recipient.")
        SENDER = "sender", _("The mail server refuses us as the sender.")
        CONTENT = "content", _("The mail server refuses the mail.")
        LATER = "later", _("The mail server asks us to try later.")
        UNREADABLE = "unreadable", _("None of our keys opens the mail.")
        OTHER = "other", _("Something else went wrong. The log has its kind.")

    kind = models.CharField(_("what"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    message = models.ForeignKey("site_forms.Message", null=True, on_delete=models.CASCADE, related_name="mails")
    recipient_digest = models.CharField(max_length=12, db_index=True, editable=False)
    sealed = models.TextField(editable=False)
    # The same each time the mail is tried, so that the recipient's server can tell a second copy.
    identifier = models.UUIDField(default=uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"), null=True, default=timezone.now)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    reply_code = models.PositiveSmallIntegerField(_("answer of the mail server"), null=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="mail_by_next_try")]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_kind_display()} {self.message or self.pk}"

    @cached_property
    def content(self):
        """What is sent; raises `CannotOpenError`."""
        return unseal_data(self.sealed)

    @property
    def masked_recipient(self):
        """The recipient, for staff: `s…@example.com`."""
        try:
            name, _at, domain = self.content["to"].rpartition("@")
        except CannotOpenError:
            return "…"
        return f"{name[:1]}…@{domain}"

    @property
    def is_on_its_way(self):
        """Whether a worker may be sending it at this moment: it took the mail and has not said what came of it."""
        return self.state == self.State.WAITING and self.tries > 0 and not self.reason

    @property
    def why(self):
        """The reason of the last failure in plain words, with the code of the mail server's answer."""
        code = f" ({self.reply_code})" if self.reply_code else ""
        return f"{self.get_reason_display()}{code}" if self.reason else ""
