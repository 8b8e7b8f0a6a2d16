"""The mails in the outbox: those that wait or failed, and those sent in the last week."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forms.sealing.encryption import CannotOpenError, unseal_data


class Mail(models.Model):
    """One mail to one recipient.

    `sealed` is encrypted. It contains `to`, `subject`, `from_email`, `body`, `html` and `headers`; after the mail is
    sent, only `to` and `subject`. If a message is deleted, the mails about it are deleted too.
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
        NOT_BUILT = "not_built", _("The mail could not be written. The log has the type of the error.")
        UNREADABLE = "unreadable", _("No key in MESSAGE_KEYS can decrypt the mail.")
        OTHER = "other", _("Another error. The log has its type.")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    message = models.ForeignKey("site_forms.Message", null=True, on_delete=models.CASCADE, related_name="mails")
    recipient_digest = models.CharField(max_length=12, db_index=True, editable=False)
    sealed = models.TextField(editable=False)
    # The Message-ID, equal at each try, so that the recipient's server can recognize a second copy.
    identifier = models.UUIDField(default=uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"), null=True, default=timezone.now)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    reply_code = models.PositiveSmallIntegerField(_("reply code of the mail server"), null=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="mail_by_next_try")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.message or self.pk}"

    @cached_property
    def content(self) -> dict[str, Any]:
        """Return the decrypted content of the mail. Raises `CannotOpenError`."""
        return unseal_data(self.sealed)

    @property
    def masked_recipient(self) -> str:
        """Return the shortened address that staff see, such as `s…@example.com`."""
        try:
            name, _at, domain = self.content["to"].rpartition("@")
        except CannotOpenError:
            return "…"
        return f"{name[:1]}…@{domain}"

    @property
    def is_being_sent(self) -> bool:
        """Return whether a worker may be sending the mail now: it reserved the mail and has not saved a result yet."""
        return self.state == self.State.WAITING and self.tries > 0 and not self.reason

    @property
    def failure_description(self) -> str:
        """Return the reason of the last failure as a sentence, with the reply code of the mail server, or ""."""
        code = f" ({self.reply_code})" if self.reply_code else ""
        return f"{self.get_reason_display()}{code}" if self.reason else ""
