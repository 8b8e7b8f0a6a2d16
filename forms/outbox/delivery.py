"""Sends what is due, tries again what could not be sent, and forgets what was."""

import datetime
import logging
import smtplib
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from forms.outbox.models import Mail
from forms.sealing.encryption import CannotOpenError, seal_data

logger = logging.getLogger(__name__)

Reason = Mail.Reason
# Minutes between one try and the next: twelve tries in a day.
PAUSES = [2, 5, 10, 20, 30, 60, 120, 180, 240, 360, 420]
MOST_TRIES = len(PAUSES) + 1
SECONDS_AT_A_TIME = 15
KEPT_AFTER_SENDING = datetime.timedelta(days=7)


def send_due():
    """Send the mails whose time has come, for a quarter of a minute; the rest when called again.

    Each is taken by moving its next try before it is sent. So no two workers send the same, and one whose worker
    is killed on the way is tried again: at worst it arrives twice, with the same Message-ID.
    """
    end = time.monotonic() + SECONDS_AT_A_TIME
    while time.monotonic() < end and (mail := _take_next()):
        if _send(mail) == Reason.UNREACHABLE:
            break  # the others keep their turn


def delete_old():
    """Delete mails that were sent more than a week ago. Those that failed stay until somebody looks at them."""
    Mail.objects.filter(state=Mail.State.SENT, sent_at__lt=timezone.now() - KEPT_AFTER_SENDING).delete()


def send_again(mail):
    """Put a mail that failed, or waits for its next try, at the front. Return whether it could be."""
    candidates = Mail.objects.filter(pk=mail.pk, state__in=[Mail.State.FAILED, Mail.State.WAITING]).exclude(reason="")
    return bool(candidates.update(state=Mail.State.WAITING, tries=0, reason="", next_try_at=timezone.now()))


def _take_next():
    while True:
        now = timezone.now()
        mail = Mail.objects.filter(state=Mail.State.WAITING, next_try_at__lte=now).order_by("next_try_at", "pk").first()
        if mail is None:
            return None
        pause = datetime.timedelta(minutes=PAUSES[min(mail.tries, len(PAUSES) - 1)])
        as_seen = Mail.objects.filter(pk=mail.pk, state=mail.state, tries=mail.tries, next_try_at=mail.next_try_at)
        if as_seen.update(tries=mail.tries + 1, next_try_at=now + pause, reason="", reply_code=None):
            mail.tries += 1
            return mail


def _send(mail):
    """Send a mail that was taken, note what came of it, and return the reason if it was not sent."""
    row = Mail.objects.filter(pk=mail.pk)
    try:
        email = _email(mail)
        email.send()
    except Exception as error:  # whatever the library, the network or the mail server come up with
        reason, code = why(error)
        outcome = {"reason": reason, "reply_code": code}
        if mail.tries >= MOST_TRIES:
            outcome |= {"state": Mail.State.FAILED, "next_try_at": None}
        row.update(**outcome)
        logger.warning("Mail %s was not sent at try %s: %s %s", mail.pk, mail.tries, reason, code or "")
        if reason == Reason.OTHER:
            logger.exception("Mail %s", mail.pk)
        return reason
    kept = seal_data({"to": mail.content["to"], "subject": mail.content["subject"]})
    row.update(state=Mail.State.SENT, sent_at=timezone.now(), next_try_at=None, sealed=kept)
    logger.info("Mail %s was sent at try %s", mail.pk, mail.tries)
    return None


def _email(mail):
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


def why(error):
    """Return the `Mail.Reason` of a failure, and the code of the mail server's answer (RFC 5321, 4.2) or None."""
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


def _reply_code(error):
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return getattr(error, "smtp_code", None)
