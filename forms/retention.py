"""Forgets messages when the time is up that their senders were told."""

import datetime
from itertools import groupby

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from forms.models import FormerForm, FormPage, Message

AT_ONCE = 200


def days_kept():
    """Return the days of retention by form, deleted forms included; where its languages differ, the longest."""
    days = dict(FormerForm.objects.values_list("form_key", "retention_days"))
    pages = FormPage.objects.order_by("translation_key", "-retention_days")
    for key, rows in groupby(pages.values_list("translation_key", "retention_days"), key=lambda row: row[0]):
        days[key] = next(rows)[1]
    return days


def due_for_deletion(now=None):
    """Return the messages, oldest first, that are older than their form keeps them and that are not on hold.

    A form of which nothing is known any more keeps its messages as long as a new form does.
    """
    now = now or timezone.now()
    days = days_kept()
    default = FormPage._meta.get_field("retention_days").default
    due = Message.objects.exclude(form_key__in=days).filter(sent_at__lt=now - datetime.timedelta(days=default))
    for key, kept in days.items():
        due |= Message.objects.filter(form_key=key, sent_at__lt=now - datetime.timedelta(days=kept))
    return due.filter(is_held=False).order_by("sent_at", "pk")


def purge(now=None):
    """Delete what is due, with answers, notes, files and pending mails, and return how many messages that were.

    Each deletion is in Wagtail's log by its reference, together with it or not at all.
    """
    now = now or timezone.now()
    purged = 0
    while batch := list(due_for_deletion(now).values_list("pk", flat=True)[:AT_ONCE]):
        purged += sum(_purge_one(pk) for pk in batch)
    return purged


@transaction.atomic
def _purge_one(pk):
    # Asked again and locked: somebody may have put it on hold since it was listed.
    message = Message.objects.select_for_update().filter(pk=pk).defer("sealed", "words").first()
    if not message or message.is_held:
        return 0
    log(message, "site_forms.purge", deleted=True)
    message.delete()
    return 1
