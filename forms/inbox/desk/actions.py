"""Change a message on the front desk, so that two users cannot overwrite each other's change without noticing.

Each change names the state that the user saw, and is one UPDATE with that state as its condition. If two users change
a message at the same time, one succeeds, and the other gets a `StaleError` that says what happened.
"""

import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry

from forms.inbox.models import Contact, Message, Note
from forms.inbox.search import add_words
from pages.clinic_time import displayed_time

Status = Message.Status
DOUBLE_CLICK = datetime.timedelta(seconds=10)
OWNER_ACTIONS = ("site_forms.take", "site_forms.hand_over")


class StaleError(Exception):
    """Another user changed the message first, so nothing was changed. The text is a sentence for the user."""


@transaction.atomic
def take(message: Message, user: AbstractBaseUser) -> None:
    """Make the user the owner if there is none. A new message is then in progress. Raises `StaleError`."""
    _change(message, {"owner": None}, owner=user, status=_replace_status(Status.NEW, by=Status.IN_PROGRESS))
    log(message, "site_forms.take", user=user)


@transaction.atomic
def release(message: Message, user: AbstractBaseUser, seen_owner: AbstractBaseUser) -> None:
    """Remove the owner that the user saw. Raises `StaleError`.

    A message in progress is new again, so that it appears in the count of new messages.
    """
    _change(message, {"owner": seen_owner}, owner=None, status=_replace_status(Status.IN_PROGRESS, by=Status.NEW))
    log(message, "site_forms.release", user=user)


@transaction.atomic
def hand_over(
    message: Message, user: AbstractBaseUser, seen_owner: AbstractBaseUser | None, to: AbstractBaseUser
) -> None:
    """Make `to` the owner instead of the owner that the user saw (None: no owner). Raises `StaleError`."""
    _change(message, {"owner": seen_owner}, owner=to, status=_replace_status(Status.NEW, by=Status.IN_PROGRESS))
    log(message, "site_forms.hand_over", user=user, data={"to": get_user_display_name(to)})


@transaction.atomic
def set_status(message: Message, user: AbstractBaseUser, seen_status: str, status: str) -> None:
    """Replace the status that the user saw. Done and spam remove the reminder. Raises `StaleError`."""
    removed = {"reminder_on": None} if status in (Status.DONE, Status.SPAM) else {}
    _change(message, {"status": seen_status}, status=status, **removed)
    if status != seen_status:
        log(message, "site_forms.status", user=user, data={"before": seen_status, "after": status})


@transaction.atomic
def set_hold(message: Message, user: AbstractBaseUser, is_held: bool) -> None:
    """Put the message on hold, or lift the hold. Log it only if that changes something."""
    if Message.objects.filter(pk=message.pk, is_held=not is_held).update(is_held=is_held):
        log(message, "site_forms.hold" if is_held else "site_forms.lift", user=user)


@transaction.atomic
def add_note(message: Message, user: AbstractBaseUser, text: str) -> None:
    """Save an encrypted note, and let the message be found by its words. The log entry does not contain its text."""
    add_words(message, text)
    Note.write(message, user, text)
    log(message, "site_forms.note", user=user)


@transaction.atomic
def record_contact(message: Message, user: AbstractBaseUser, kind: str) -> None:
    """Save how the user answered the sender. A new message without owner is then in progress, and the user's.

    A double click saves one contact.
    """
    since = timezone.now() - DOUBLE_CLICK
    if Contact.objects.filter(message=message, made_by=user.pk, kind=kind, made_at__gt=since).exists():
        return
    unowned = Message.objects.filter(pk=message.pk, owner=None, status=Status.NEW)
    if unowned.update(owner=user, status=Status.IN_PROGRESS):
        log(message, "site_forms.take", user=user)
    Contact.objects.create(message=message, made_by_id=user.pk, kind=kind)
    log(message, "site_forms.contact", user=user, data={"contact": kind})


@transaction.atomic
def set_reminder(message: Message, user: AbstractBaseUser, day: datetime.date | None) -> None:
    """Set the day from which the message is at the top of the list, or remove it (None)."""
    if Message.objects.filter(pk=message.pk).exclude(reminder_on=day).update(reminder_on=day):
        log(message, "site_forms.reminder", user=user, data={"on": day.isoformat() if day else ""})


@transaction.atomic
def delete(message: Message, user: AbstractBaseUser) -> None:
    """Delete the message with answers, notes, files and pending mails. Raises `StaleError` if it is on hold."""
    if not Message.objects.select_for_update().filter(pk=message.pk, is_held=False).exists():
        raise StaleError(_("This message is on hold, so it was not deleted. Lift the hold first."))
    log(message, "site_forms.delete", user=user, deleted=True)
    message.delete()


def _replace_status(old: Message.Status, *, by: Message.Status) -> Case:
    """Return an expression that replaces one status and keeps any other."""
    return Case(When(status=old, then=Value(by)), default="status")


def _change(message: Message, seen: dict[str, Any], **values: Any) -> None:
    """Update the row if it still has the values that the user saw. Raises `StaleError` otherwise."""
    if not Message.objects.filter(pk=message.pk, **seen).update(**values):
        raise StaleError(_explain_change(message))


def _explain_change(message: Message) -> str:
    """Return a sentence that says what another user did with the message."""
    current = Message.objects.select_related("owner").filter(pk=message.pk).first()
    if not current:
        return _("Nothing was changed: the message has been deleted.")
    entries = log_registry.get_logs_for_instance(message).filter(action__in=OWNER_ACTIONS)
    last = entries.select_related("user").first()
    if current.owner and last:
        moment = displayed_time(last.timestamp)
        sentence = _("Nothing was changed. Taken by %(owner)s at %(moment)s; the status is “%(status)s”.")
        return sentence % {
            "owner": get_user_display_name(current.owner),
            "moment": moment,
            "status": current.get_status_display(),
        }
    sentence = _("Nothing was changed: somebody changed this message since you opened it. Its status is “%(status)s”.")
    return sentence % {"status": current.get_status_display()}
