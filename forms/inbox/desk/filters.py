"""Filters for the list of messages and its export."""

import datetime
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from forms.inbox.desk.clinic_hours import recent_hours
from forms.inbox.desk.sealed_search import read_search
from forms.inbox.desk.working_days import subtract_working_day
from forms.inbox.models import ClinicLocation, Form, Message
from forms.inbox.search import matching
from forms.spam.verification import Verification

Status = Message.Status
SPAM = Q(status=Status.SPAM) | Q(status=Status.NEW, verification=Verification.SUSPECTED)
NEW = Q(status=Status.NEW, verification__in=[Verification.PASSED, Verification.UNVERIFIED])
OPEN = NEW | Q(status=Status.IN_PROGRESS)


def is_open(message: Message) -> bool:
    """Return whether the message matches `OPEN`."""
    is_new = message.status == Status.NEW and message.verification != Verification.SUSPECTED
    return is_new or message.status == Status.IN_PROGRESS


class SpamFilter(models.TextChoices):
    """Which messages are listed. Without a choice, spam is left out."""

    ONLY = "spam", _("Only spam")
    INCLUDED = "all", _("With spam")


class WaitingFilter(models.TextChoices):
    """Whether only messages are listed that somebody must work on."""

    TO_DO = "open", _("Not done")
    OVERDUE = "yes", _("More than one working day")
    REMINDER = "due", _("Reminder is due")


class OwnerFilter(models.TextChoices):
    """Whose messages are listed."""

    ME = "me", _("Me")
    NOBODY = "nobody", _("Nobody")
    SOMEBODY = "somebody", _("Somebody")


def overdue(now: datetime.datetime | None = None) -> Q:
    """Return a `Q` for the messages that are not done after more than one working day of their location."""
    now = now or timezone.now()
    limits = {key: subtract_working_day(now, days) for key, days in recent_hours(now).closed_days().items()}
    usual = limits.pop(None)
    different = {key: limit for key, limit in limits.items() if limit != usual}
    if not different:
        return OPEN & Q(sent_at__lt=usual)
    late = Q(sent_at__lt=usual) & (Q(location=None) | ~Q(location__key__in=list(different)))
    for key, limit in different.items():
        late |= Q(location__key=key, sent_at__lt=limit)
    return OPEN & late


def reminder_due(today: datetime.date | None = None) -> Q:
    """Return a `Q` for the messages whose reminder date has come."""
    return Q(reminder_on__lte=today or timezone.localdate())


def to_do(today: datetime.date | None = None) -> Q:
    """Return a `Q` for the messages that are not done, and for those whose reminder date has come.

    The few reminders are read first: with a date in the condition, SQLite would read all messages.
    """
    return OPEN | Q(pk__in=list(Message.objects.filter(reminder_due(today)).values_list("pk", flat=True)))


def radio_filter(label: Any, choices: Any, **options: Any) -> django_filters.ChoiceFilter:
    """Return a filter with radio buttons: one of the choices, or all."""
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label=_("All"), widget=forms.RadioSelect, **options
    )


class MessageFilterSet(WagtailFilterSet):
    """Filter messages by what is not encrypted, and by the encrypted search text in the URL.

    Spam is left out unless it is chosen or a search text is given.
    """

    box = radio_filter(_("Spam"), SpamFilter.choices, method="filter_nothing")
    box.extra["empty_label"] = _("Without spam")
    status = radio_filter(_("Status"), Status.choices)
    waits = radio_filter(_("Waiting"), WaitingFilter.choices, method="filter_waits")
    form = radio_filter(_("Form"), lambda: Form.objects.values_list("key", "name"), field_name="form__key")
    location = radio_filter(
        _("Location"), lambda: ClinicLocation.objects.values_list("key", "name"), field_name="location__key"
    )
    language = radio_filter(_("Language"), settings.LANGUAGES)
    sent_at = django_filters.DateFromToRangeFilter(label=_("Sent"), widget=DateRangePickerWidget)
    owner = radio_filter(_("Owner"), OwnerFilter.choices, method="filter_owner")
    verification = radio_filter(_("Verification"), Verification.choices)
    is_held = radio_filter(_("Hold"), [("True", _("On hold")), ("False", _("Not on hold"))])

    class Meta:
        model = Message
        fields = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ClinicLocation.objects.exists():  # no form has asked for a location
            del self.filters["location"]

    @property
    def search_text(self) -> str | None:
        """Return the decrypted search text, "" if there is none, or None if no key can decrypt it."""
        return read_search(self.data.get("search", ""))

    @property
    def names_in_use(self) -> list[str]:
        """Return the names of the active filters for the audit log, never the search text."""
        return [*self.form.changed_data, *(["search"] if self.data.get("search") else [])]

    def filter_queryset(self, queryset: QuerySet[Message]) -> QuerySet[Message]:
        queryset = super().filter_queryset(queryset)
        if self.data.get("search"):
            queryset = queryset.filter(matching(self.search_text or ""))
        box, status = self.form.cleaned_data.get("box"), self.form.cleaned_data.get("status")
        if box == SpamFilter.ONLY:
            return queryset.filter(SPAM)
        if box == SpamFilter.INCLUDED or status == Status.SPAM or self.data.get("search"):
            return queryset
        return queryset.exclude(SPAM)

    def filter_nothing(self, queryset: QuerySet[Message], name: str, value: str) -> QuerySet[Message]:
        """Return all messages. `filter_queryset` filters spam, because that depends on the other filters."""
        return queryset

    def filter_waits(self, queryset: QuerySet[Message], name: str, value: str) -> QuerySet[Message]:
        """Return the messages that are not done, are overdue, or whose reminder is due."""
        conditions = {
            WaitingFilter.TO_DO: to_do,
            WaitingFilter.OVERDUE: overdue,
            WaitingFilter.REMINDER: reminder_due,
        }
        return queryset.filter(conditions[WaitingFilter(value)]())

    def filter_owner(self, queryset: QuerySet[Message], name: str, value: str) -> QuerySet[Message]:
        """Return the messages of the user, of nobody, or of any owner."""
        if value == OwnerFilter.ME:
            return queryset.filter(owner=self.request.user)
        return queryset.filter(owner__isnull=value == OwnerFilter.NOBODY)
