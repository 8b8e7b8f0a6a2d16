"""Send the mails that are due, retry those that could not be sent, and delete those that were sent a week ago."""

import datetime
import logging
import smtplib
import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from forms.outbox.models import Mail
from forms.sealing.encryption import CannotOpenError, seal_data

logger = logging.getLogger(__name__)

Reason = Mail.Reason
# Minutes from one try to the next. Together they are twelve tries in about 24 hours.
RETRY_DELAYS = [2, 5, 10, 20, 30, 60, 120, 180, 240, 360, 420]
MAXIMUM_TRIES = len(RETRY_DELAYS) + 1
MAXIMUM_SECONDS = 15  # for one call of `send_due`
RETENTION_AFTER_SENDING = datetime.timedelta(days=7)


def send_due() -> None:
    """Send the mails that are due. Start no further mail after 15 seconds; the next call sends the rest.

    A mail is reserved before it is sent, by moving the time of its next try. So two workers never send the same mail.
    If a worker is killed while it sends, the mail is tried again: at worst it arrives twice, with the same Message-ID.
    """
    end = time.monotonic() + MAXIMUM_SECONDS
    while time.monotonic() < end and (mail := _reserve_next()):
        if _send(mail) == Reason.UNREACHABLE:
            break  # the server would not accept the other mails either, so they keep their tries


def delete_old() -> None:
    """Delete mails that were sent more than a week ago. Mails that failed stay until a user deletes them."""
    Mail.objects.filter(state=Mail.State.SENT, sent_at__lt=timezone.now() - RETENTION_AFTER_SENDING).delete()


def send_again(mail: Mail) -> bool:
    """Make a mail due now if it failed or waits for its next try, and return whether that was possible."""
    candidates = Mail.objects.filter(pk=mail.pk, state__in=[Mail.State.FAILED, Mail.State.WAITING]).exclude(reason="")
    return bool(candidates.update(state=Mail.State.WAITING, tries=0, reason="", next_try_at=timezone.now()))


def _reserve_next() -> Mail | None:
    """Return the next mail that is due, reserved for this worker, or None if no mail is due."""
    while True:
        now = timezone.now()
        mail = Mail.objects.filter(state=Mail.State.WAITING, next_try_at__lte=now).order_by("next_try_at", "pk").first()
        if mail is None:
            return None
        delay = datetime.timedelta(minutes=RETRY_DELAYS[min(mail.tries, len(RETRY_DELAYS) - 1)])
        # No row matches if another worker has reserved the mail since it was read.
        unchanged = Mail.objects.filter(pk=mail.pk, state=mail.state, tries=mail.tries, next_try_at=mail.next_try_at)
        if unchanged.update(tries=mail.tries + 1, next_try_at=now + delay, reason="", reply_code=None):
            mail.tries += 1
            return mail


def _send(mail: Mail) -> Mail.Reason | None:
    """Send a reserved mail, save the result, and return the reason if it was not sent."""
    row = Mail.objects.filter(pk=mail.pk)
    try:
        email = _email(mail)
        email.send()
    except Exception as error:  # any error of the library, the network or the mail server
        reason, code = failure_reason(error)
        result: dict[str, Any] = {"reason": reason, "reply_code": code}
        if mail.tries >= MAXIMUM_TRIES:
            result |= {"state": Mail.State.FAILED, "next_try_at": None}
        row.update(**result)
        logger.warning("Mail %s was not sent at try %s: %s %s", mail.pk, mail.tries, reason, code or "")
        if reason == Reason.OTHER:
            logger.exception("Unexpected error while sending mail %s", mail.pk)
        return reason
    remaining = seal_data({"to": mail.content["to"], "subject": mail.content["subject"]})
    row.update(state=Mail.State.SENT, sent_at=timezone.now(), next_try_at=None, sealed=remaining)
    logger.info("Mail %s was sent at try %s", mail.pk, mail.tries)
    return None


def _email(mail: Mail) -> EmailMultiAlternatives:
    content = mail.content
    message_id = f"<{mail.identifier.hex}@{urlsplit(settings.BASE_URL).hostname}>"
    email = EmailMultiAlternatives(
        content["subject"],
        content["body"],
        content["from_email"],
        [content["to"]],
        headers=content["headers"] | {"Message-ID": message_id},
        connection=get_connection(settings.DELIVERY_BACKEND),
    )
    if content["html"]:
        email.attach_alternative(content["html"], "text/html")
    return email


def failure_reason(error: Exception) -> tuple[Mail.Reason, int | None]:
    """Return why a mail was not sent, and the reply code of the mail server (RFC 5321, section 4.2) or None."""
    code = _reply_code(error)
    match error:
        case smtplib.SMTPAuthenticationError():
            reason = Reason.LOGIN
        case _ if code and code < 500:
            reason = Reason.LATER
        case smtplib.SMTPRecipientsRefused():
            reason = Reason.RECIPIENT
        case smtplib.SMTPSenderRefused():
            reason = Reason.SENDER
        case smtplib.SMTPDataError():
            reason = Reason.CONTENT
        case smtplib.SMTPServerDisconnected() | smtplib.SMTPConnectError():
            reason = Reason.UNREACHABLE
        case smtplib.SMTPException():
            reason = Reason.OTHER
        case OSError():
            reason = Reason.UNREACHABLE
        case CannotOpenError():
            reason = Reason.UNREADABLE
        case _:
            reason = Reason.OTHER
    return reason, code


def _reply_code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return getattr(error, "smtp_code", None)
