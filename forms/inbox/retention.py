"""Delete messages when the time is over that their senders were told."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from forms.inbox.models import Form, Message

BATCH_SIZE = 200


def due_for_deletion(now: datetime.datetime | None = None) -> QuerySet[Message]:
    """Return the messages, oldest first, that are older than their form keeps them and are not on hold."""
    now = now or timezone.now()
    due = Message.objects.none()
    for form in Form.objects.all():
        due |= Message.objects.filter(form=form, sent_at__lt=now - datetime.timedelta(days=form.retention_days))
    return due.filter(is_held=False).order_by("sent_at", "pk")


def purge(now: datetime.datetime | None = None) -> int:
    """Delete the messages that are due, with answers, notes, files and waiting mails. Return how many were deleted.

    Each deletion is logged in Wagtail's audit log with the message's reference, in the same transaction.
    """
    now = now or timezone.now()
    purged = 0
    while batch := list(due_for_deletion(now).values_list("pk", flat=True)[:BATCH_SIZE]):
        purged += sum(_purge_one(pk) for pk in batch)
    return purged


@transaction.atomic
def _purge_one(pk: int) -> int:
    # Read again with a lock: somebody may have put the message on hold since it was listed.
    message = Message.objects.select_for_update().filter(pk=pk).defer("sealed", "words").first()
    if not message or message.is_held:
        return 0
    log(message, "site_forms.purge", deleted=True)
    message.delete()
    return 1
