"""What narrows the list of messages, and its export."""

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from forms.inbox.desk.sealed_search import read_search
from forms.inbox.desk.working_days import one_working_day_before
from forms.inbox.models import Form, Message
from forms.inbox.search import matching
from forms.spam.verification import Verification

Status = Message.Status
SPAM = Q(status=Status.SPAM) | Q(status=Status.NEW, verification=Verification.SUSPECTED)
OPEN = Q(status=Status.NEW, verification__in=[Verification.PASSED, Verification.UNVERIFIED]) | Q(
    status=Status.IN_PROGRESS
)
NEW = Q(status=Status.NEW, verification__in=[Verification.PASSED, Verification.UNVERIFIED])


def waiting(now=None):
    """Return a `Q` for the messages that nobody has finished after more than one working day."""
    return OPEN & Q(sent_at__lt=one_working_day_before(now or timezone.now()))


def radio(label, choices, **options):
    """A choice of one or all."""
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label=_("All"), widget=forms.RadioSelect, **options
    )


class MessageFilterSet(WagtailFilterSet):
    """Narrows by what is known about a message. Spam is kept apart unless it is asked for or searched for."""

    box = radio(_("Spam"), [("spam", _("Only spam")), ("all", _("With spam"))], method="filter_nothing")
    box.extra["empty_label"] = _("Without spam")
    status = radio(_("Status"), Status.choices)
    waits = radio(_("Waiting"), [("yes", _("More than one working day"))], method="filter_waits")
    form = radio(_("Form"), lambda: Form.objects.values_list("key", "name"), field_name="form__key")
    language = radio(_("Language"), settings.LANGUAGES)
    sent_at = django_filters.DateFromToRangeFilter(label=_("Sent"), widget=DateRangePickerWidget)
    owner = radio(
        _("Owner"), [("me", _("Me")), ("nobody", _("Nobody")), ("somebody", _("Somebody"))], method="filter_owner"
    )
    verification = radio(_("Verification"), Verification.choices)
    is_held = radio(_("Hold"), [("True", _("On hold")), ("False", _("Not on hold"))])

    class Meta:
        model = Message
        fields = []

    @property
    def search_text(self):
        """What is searched for; "" for nothing, None where it can no longer be read."""
        return read_search(self.data.get("search", ""))

    @property
    def names_in_use(self):
        """The names of the filters in use, for the log: never what was searched for."""
        return [*self.form.changed_data, *(["search"] if self.data.get("search") else [])]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if self.data.get("search"):
            queryset = queryset.filter(matching(self.search_text or ""))
        box, status = self.form.cleaned_data.get("box"), self.form.cleaned_data.get("status")
        if box == "spam":
            return queryset.filter(SPAM)
        if box == "all" or status == Status.SPAM or self.data.get("search"):
            return queryset
        return queryset.exclude(SPAM)

    def filter_nothing(self, queryset, name, value):
        """Leave it to `filter_queryset`: what is spam depends on the other filters."""
        return queryset

    def filter_waits(self, queryset, name, value):
        """Keep what has waited too long."""
        return queryset.filter(waiting())

    def filter_owner(self, queryset, name, value):
        """Keep the messages of the one who asks, of nobody, or of anybody."""
        if value == "me":
            return queryset.filter(owner=self.request.user)
        return queryset.filter(owner__isnull=value == "nobody")
