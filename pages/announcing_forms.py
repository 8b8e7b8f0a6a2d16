"""The forms in which staff enter closures, special hours and announcements.

Dates and times use the browser's own fields: they fit a phone, and a browser sends nothing that is not a time. All
times are those of the clinic, whatever time zone a user has chosen in the admin.
"""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from pages.models import Announcement, Closure, LocationPage
from pages.opening_times import DAY, MIDNIGHT, clinic_day, clinic_zone

ONE_MINUTE = datetime.timedelta(minutes=1)


def date_field(**options: Any) -> forms.DateField:
    """Return a field with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **options)


def time_field(**options: Any) -> forms.TimeField:
    """Return a field with the browser's own choice of a time."""
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


class ClinicDateTimeField(forms.DateTimeField):
    """A date and time at the clinic, with the browser's own field."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        """Return the value in the clinic's time zone."""
        with timezone.override(clinic_zone()):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> datetime.datetime | None:
        """Return the moment. Raise `ValidationError` for a time that the clock change skips or repeats."""
        with timezone.override(clinic_zone()):
            return super().to_python(value)


def clinic_moment(day: datetime.date, time: datetime.time = MIDNIGHT) -> datetime.datetime:
    """Return the moment. Raise `ValidationError` for a time that the clock change skips or repeats."""
    with timezone.override(clinic_zone()):
        return from_current_timezone(datetime.datetime.combine(day, time))


class DaysForm(WagtailAdminModelForm):
    """Asks for the first and the last day of an entry, and for its location if there are several."""

    first_day = date_field(label=gettext_lazy("Day"))
    last_day = date_field(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Left empty: one day only.")
    )
    location = forms.ModelChoiceField(
        LocationPage.objects.none(),
        label=gettext_lazy("Location"),
        required=False,
        empty_label=gettext_lazy("All locations"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locations = LocationPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
        if locations.count() > 1 or self.instance.location_id:
            self.fields["location"].queryset = locations
        else:
            del self.fields["location"]
        if self.instance.pk:
            self._show_days()
        else:
            self.initial.setdefault("first_day", clinic_day(timezone.now()))

    def _show_days(self) -> None:
        start, end = self.instance.starts_at, self.instance.ends_at
        self.initial["first_day"] = clinic_day(start)
        last = clinic_day(end - ONE_MINUTE)
        if last != self.initial["first_day"]:
            self.initial["last_day"] = last

    def clean(self) -> dict[str, Any]:
        """Set start and end of the entry. Raise `ValidationError` for days in the wrong order or in the past."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day") or cleaned.get("first_day")
        if not first or "last_day" in self.errors:
            return cleaned
        if last < first:
            raise ValidationError({"last_day": _("The last day is before the first. Choose a later day.")})
        self.instance.starts_at, self.instance.ends_at = self.span(first, last)
        if not self.instance.pk and self.instance.ends_at <= timezone.now():
            raise ValidationError({"last_day" if last > first else "first_day": _("This is over. Choose a later day.")})
        return cleaned

    def span(self, first: datetime.date, last: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
        """Return start and end of the entry: whole days."""
        return clinic_moment(first), clinic_moment(last + DAY)


class ClosureForm(DaysForm):
    """Asks for the day and the reason of a closure. Times are needed only if it does not last whole days."""

    kind = forms.ChoiceField(label=gettext_lazy("Reason"), choices=Closure.Kind, widget=forms.RadioSelect)
    from_time = time_field(
        label=gettext_lazy("From"), required=False, help_text=gettext_lazy("Left empty: from the beginning of the day.")
    )
    until_time = time_field(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("On the last day. Left empty: until the end of the day."),
    )

    def _show_days(self) -> None:
        super()._show_days()
        start, end = (moment.astimezone(clinic_zone()) for moment in (self.instance.starts_at, self.instance.ends_at))
        self.initial |= {
            name: moment.time()
            for name, moment in (("from_time", start), ("until_time", end))
            if moment.time() != MIDNIGHT
        }

    def span(self, first: datetime.date, last: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
        """Return start and end of the closure. Raise `ValidationError` if it ends before it starts."""
        start = clinic_moment(first, self.cleaned_data.get("from_time") or MIDNIGHT)
        until = self.cleaned_data.get("until_time")
        end = clinic_moment(last, until) if until else clinic_moment(last + DAY)
        if end <= start:
            raise ValidationError({"until_time": _("It ends before it starts. Choose a later time.")})
        return start, end


class SpecialHoursForm(DaysForm):
    """Asks for the day and the hours."""

    opens = time_field(label=gettext_lazy("Opens"))
    closes = time_field(label=gettext_lazy("Closes"))


class AnnouncementForm(WagtailAdminModelForm):
    """Asks for the text in both languages, and until when it is shown."""

    starts_at = ClinicDateTimeField(
        label=gettext_lazy("From"), required=False, help_text=gettext_lazy("Left empty: at once.")
    )
    ends_at = ClinicDateTimeField(
        label=gettext_lazy("Until"), help_text=gettext_lazy("It disappears at this minute. The time is the clinic's.")
    )

    url = forms.URLField(
        label=gettext_lazy("Or an address outside of this site"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("For example https://www.weather.gov/lzk/."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.setdefault("ends_at", clinic_moment(clinic_day(timezone.now()) + DAY) - ONE_MINUTE)
        self.fields["text"].required = True

    def clean_starts_at(self) -> datetime.datetime:
        """Return the start: this minute if the field is empty."""
        return self.cleaned_data["starts_at"] or timezone.now().replace(second=0, microsecond=0)

    def clean_ends_at(self) -> datetime.datetime:
        """Return the end. Raise `ValidationError` for a new announcement that is over."""
        end = self.cleaned_data["ends_at"]
        if not self.instance.pk and end <= timezone.now():
            raise ValidationError(_("This is over. Choose a later time."))
        return end

    class Meta:
        model = Announcement
        fields = ["starts_at", "ends_at", "text"]


def _days_panel() -> FieldRowPanel:
    return FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")])


def _text_panel() -> MultiFieldPanel:
    return MultiFieldPanel(["location", "text", "spanish_text"], gettext_lazy("More to say"), classname="collapsed")


closure_panels = ObjectList(
    [
        _days_panel(),
        "kind",
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("from_time"), FieldPanel("until_time")])],
            gettext_lazy("Closed for a part of the day"),
            classname="collapsed",
        ),
        _text_panel(),
    ],
    base_form_class=ClosureForm,
)
special_hours_panels = ObjectList(
    [_days_panel(), FieldRowPanel(["opens", "closes"]), _text_panel()],
    base_form_class=SpecialHoursForm,
)
announcement_panels = ObjectList(
    [
        FieldPanel("text", help_text=gettext_lazy("One or two short sentences. Do not write about a patient.")),
        "spanish_text",
        "ends_at",
        MultiFieldPanel(
            ["urgency", "place", "starts_at", "page", "url"], gettext_lazy("More choices"), classname="collapsed"
        ),
    ],
    base_form_class=AnnouncementForm,
)
