"""What the front desk does with a message. Two people cannot do it over each other without knowing.

Each change names the state that the person saw, and is one UPDATE that asks for that state: of two at the same time one
wins, and the other is told by a `StaleError` who did what.
"""

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log
from wagtail.log_actions import registry as logs

from forms.inbox.models import Message, Note

Status = Message.Status
TAKEN = ("site_forms.take", "site_forms.hand_over")


class StaleError(Exception):
    """Somebody else was faster. The text is a sentence that says who, and nothing was changed."""


@transaction.atomic
def take(message, user):
    """Make the user the owner, if nobody is; what was new is then in progress."""
    _change(message, {"owner": None}, owner=user, status=_from(Status.NEW, to=Status.IN_PROGRESS))
    log(message, "site_forms.take", user=user)


@transaction.atomic
def release(message, user, seen_owner):
    """Let the owner that the user saw go; what was in progress is new again, so that it does not lie unseen."""
    _change(message, {"owner": seen_owner}, owner=None, status=_from(Status.IN_PROGRESS, to=Status.NEW))
    log(message, "site_forms.release", user=user)


@transaction.atomic
def hand_over(message, user, seen_owner, to):
    """Make a colleague the owner in place of the one the user saw, or of nobody."""
    _change(message, {"owner": seen_owner}, owner=to, status=_from(Status.NEW, to=Status.IN_PROGRESS))
    log(message, "site_forms.hand_over", user=user, data={"to": get_user_display_name(to)})


@transaction.atomic
def set_status(message, user, seen_status, status):
    """Set the status in place of the one the user saw."""
    _change(message, {"status": seen_status}, status=status)
    if status != seen_status:
        log(message, "site_forms.status", user=user, data={"before": seen_status, "after": status})


@transaction.atomic
def set_hold(message, user, is_held):
    """Put the message on hold, or lift the hold; twice is once."""
    if Message.objects.filter(pk=message.pk, is_held=not is_held).update(is_held=is_held):
        log(message, "site_forms.hold" if is_held else "site_forms.lift", user=user)


@transaction.atomic
def add_note(message, user, text):
    """Keep the text, sealed; the log knows only that there is a note."""
    Note.write(message, user, text)
    log(message, "site_forms.note", user=user)


@transaction.atomic
def delete(message, user):
    """Delete the message with answers, notes, files and pending mails; raises `StaleError` while it is on hold."""
    if not Message.objects.select_for_update().filter(pk=message.pk, is_held=False).exists():
        raise StaleError(_("This message is on hold, so it was not deleted. Lift the hold first."))
    log(message, "site_forms.delete", user=user, deleted=True)
    message.delete()


def _from(status, *, to):
    return Case(When(status=status, then=Value(to)), default="status")


def _change(message, seen, **values):
    if not Message.objects.filter(pk=message.pk, **seen).update(**values):
        raise StaleError(_what_happened(message))


def _what_happened(message):
    now = Message.objects.select_related("owner").filter(pk=message.pk).first()
    if not now:
        return _("Nothing was changed: the message has been deleted.")
    last = logs.get_logs_for_instance(message).filter(action__in=TAKEN).select_related("user").first()
    if now.owner and last:
        moment = date_format(timezone.localtime(last.timestamp), "N j, Y, P")
        sentence = _("Nothing was changed. Taken by %(owner)s at %(moment)s; the status is “%(status)s”.")
        return sentence % {
            "owner": get_user_display_name(now.owner),
            "moment": moment,
            "status": now.get_status_display(),
        }
    sentence = _("Nothing was changed: somebody changed this message since you opened it. Its status is “%(status)s”.")
    return sentence % {"status": now.get_status_display()}
