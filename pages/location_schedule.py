"""The closures and special hours of one location, put together with its weekly hours and its holidays."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from pages.holiday_dates import holiday_on
from pages.opening_times import Period, Timetable, day_period, days_between, days_of

if TYPE_CHECKING:
    from pages.models import LocationPage, TimedEntry


@dataclass(frozen=True)
class Closing:
    """A period in which a location is closed, because of a `Closure` or of a holiday that it observes.

    `is_holiday` says that it is an observed holiday.
    """

    period: Period
    reason: str
    text: str = ""
    language: str = ""
    is_holiday: bool = False


def entries_since(moment: datetime.datetime) -> list["TimedEntry"]:
    """Return the closures, special hours and announcements that end after the moment, each as its own type. One query.

    Each has `location_key`, the translation key of its location (None: all locations), and `city`.
    """
    model: Any = apps.get_model("pages", "TimedEntry")  # `pages.models` imports the module that uses this one
    entries = model.objects.filter(ends_at__gt=moment).select_related("closure", "specialhours", "announcement__page")
    entries = entries.annotate(
        location_key=Coalesce("closure__location__translation_key", "specialhours__location__translation_key"),
        city=Coalesce(F("closure__location__city"), F("specialhours__location__city")),
    )
    found = []
    for entry in entries.order_by("starts_at", "pk"):
        specific = own_type(entry)
        specific.location_key, specific.city = entry.location_key, entry.city
        found.append(specific)
    return found


def own_type(entry: "TimedEntry") -> Any:
    """Return the entry as a `Closure`, `SpecialHours` or `Announcement`."""
    name = next(name for name in ("closure", "specialhours", "announcement") if hasattr(entry, name))
    return getattr(entry, name)


class LocationSchedule:
    """The timetable of a location from one day to another, with its closures."""

    def __init__(
        self,
        location: "LocationPage",
        entries: Iterable["TimedEntry"],
        first: datetime.date,
        last: datetime.date,
        language_code: str = "en",
    ) -> None:
        self.location = location
        self.first, self.last = first, last
        self._language_code = language_code
        key = location.translation_key
        self._entries: list[Any] = [entry for entry in entries if entry.location_key in (None, key)]  # type: ignore[attr-defined]  # annotated

    @cached_property
    def timetable(self) -> Timetable:
        """The timetable with all closures."""
        return self._timetable([closing.period for closing in self.closings])

    @cached_property
    def closings(self) -> list[Closing]:
        """The closures, in order: those that staff have entered, and the holidays."""
        entered = [closing_of(entry, self._language_code) for entry in self._entries if hasattr(entry, "kind")]
        return sorted([*entered, *self._holidays(entered)], key=lambda closing: closing.period)

    @cached_property
    def special_hours(self) -> dict[datetime.date, Any]:
        """The special hours by day; those of this location win over those of all locations."""
        rows = [entry for entry in self._entries if hasattr(entry, "opens")]
        rows.sort(key=lambda entry: (entry.location_key is not None, entry.pk))
        return {day: entry for entry in rows for day in days_of(entry.period)}

    def _timetable(self, closures: Sequence[Period]) -> Timetable:
        week = self.location.week
        special = {day: [(entry.opens, entry.closes)] for day, entry in self.special_hours.items()}
        shifts = [day.shifts for day in week.days] if week else []
        return Timetable(shifts, self.location.appointment_days, special, closures)

    def _holidays(self, entered: Sequence[Closing]) -> list[Closing]:
        """Return the observed holidays on days on which patients could come, unless a closure covers the whole day."""
        observed = self.location.observed_holidays
        usual = self._timetable([])
        found = []
        for day in days_between(self.first, self.last) if observed else ():
            holiday = holiday_on(day, observed)
            if not holiday or day in self.special_hours or not usual.is_used_on(day):
                continue
            period = day_period(day)
            if not any(c.period.start <= period.start and period.end <= c.period.end for c in entered):
                reason = _("Closed for %(holiday)s") % {"holiday": holiday.label}
                found.append(Closing(period, reason, is_holiday=True))
        return found

    def closings_on(self, day: datetime.date) -> list[Closing]:
        """Return the closures that touch the day."""
        start, end = day_period(day)
        return [closing for closing in self.closings if closing.period.start < end and start < closing.period.end]

    def differs_on(self, day: datetime.date) -> bool:
        """Return whether the hours of the day are not those of the week."""
        if day in self.special_hours:
            return True
        by_appointment = day.weekday() in self.location.appointment_days
        usual = list(self.timetable.week[day.weekday()]) if self.timetable.week else []
        return self.timetable.shifts_on(day) != usual or (by_appointment and not self.timetable.appointments_on(day))


def closing_of(entry: Any, language_code: str) -> Closing:
    """Return the `Closing` of a `Closure`, with the texts for readers of the language."""
    text, language = entry.text_in(language_code)
    return Closing(entry.period, entry.reason, text, language)
