"""When a location is open: computed from its weekly hours, its special hours and its closures, as absolute time.

All moments are in UTC inside this module, because Python compares two local times of the same zone by the clock on the
wall, which is wrong on the days on which the clocks change.
"""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

Shift = tuple[datetime.time, datetime.time]
Week = Sequence[Sequence[Shift]]

DAY = datetime.timedelta(days=1)
MIDNIGHT = datetime.time()
MOST_DAYS_AHEAD = 90  # how far `next_opening` looks


class Period(NamedTuple):
    """A span of time: from its start up to, but not including, its end. Both are in UTC."""

    start: datetime.datetime
    end: datetime.datetime


class State(Enum):
    """What a location is at one moment."""

    OPEN = "open"
    BY_APPOINTMENT = "by appointment"
    CLOSED = "closed"


@dataclass(frozen=True)
class Status:
    """What a location is from the moment `since` on.

    `until` is when it closes if it is open; `opens` is when it opens next if it is closed, None if that is not known.
    """

    since: datetime.datetime
    state: State
    until: datetime.datetime | None = None
    opens: datetime.datetime | None = None


def clinic_zone() -> ZoneInfo:
    """Return the time zone of the clinic."""
    return ZoneInfo(settings.TIME_ZONE)


def moment_of(day: datetime.date, time: datetime.time = MIDNIGHT, *, is_end: bool = False) -> datetime.datetime:
    """Return the moment, in UTC, at which the clinic's clock shows this time.

    For a time that comes twice, that is the first moment, or the second one if `is_end`. A time that is skipped is
    moved by the hour that is skipped.
    """
    return _moment_of(day, time, is_end, clinic_zone())


@lru_cache(maxsize=2048)  # each page needs the same hundred moments
def _moment_of(day: datetime.date, time: datetime.time, is_end: bool, zone: ZoneInfo) -> datetime.datetime:
    local = datetime.datetime.combine(day, time, zone).replace(fold=int(is_end))
    if not _exists(local):
        local = local.replace(fold=0)
    return local.astimezone(datetime.UTC)


def _exists(local: datetime.datetime) -> bool:
    back = local.astimezone(datetime.UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None) == local.replace(tzinfo=None)


def clinic_day(moment: datetime.datetime) -> datetime.date:
    """Return the date at the clinic at this moment."""
    return moment.astimezone(clinic_zone()).date()


def day_period(first: datetime.date, last: datetime.date | None = None) -> Period:
    """Return the period from the first minute of a day to the last one of the day `last` (default: the same day)."""
    return Period(moment_of(first), moment_of((last or first) + DAY))


def days_between(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Yield each day from the first to the last."""
    for number in range((last - first).days + 1):
        yield first + number * DAY


def days_of(period: Period) -> list[datetime.date]:
    """Return each day that the period touches."""
    return list(days_between(clinic_day(period.start), clinic_day(period.end - datetime.timedelta.resolution)))


def subtract(periods: Sequence[Period], removed: Sequence[Period]) -> list[Period]:
    """Return what remains of the periods without the removed ones."""
    remaining = list(periods)
    for start, end in removed:
        parts = ((Period(p.start, min(p.end, start)), Period(max(p.start, end), p.end)) for p in remaining)
        remaining = [part for pair in parts for part in pair if part.start < part.end]
    return remaining


class Timetable:
    """The opening times of a location.

    `week` holds the shifts of each day of the week, Monday first. `appointment_days` are the numbers of the weekdays on
    which it is open by appointment only, 0 for Monday. `special_hours` replace the hours of single days. `closures`
    are periods in which it is closed, whatever the hours say.
    """

    def __init__(
        self,
        week: Week,
        appointment_days: Collection[int] = (),
        special_hours: Mapping[datetime.date, Sequence[Shift]] | None = None,
        closures: Sequence[Period] = (),
    ) -> None:
        self.week = week
        self.appointment_days = appointment_days
        self.special_hours = special_hours or {}
        self.closures = closures
        self._periods: dict[datetime.date, list[Period]] = {}

    @property
    def facts(self) -> tuple:
        """The arguments of the timetable as a hashable value."""
        special_hours = tuple((day, tuple(shifts)) for day, shifts in sorted(self.special_hours.items()))
        return tuple(map(tuple, self.week)), tuple(self.appointment_days), special_hours, tuple(self.closures)

    def periods_on(self, day: datetime.date) -> list[Period]:
        """Return when it is open on the day, in order."""
        if day not in self._periods:
            shifts = self.special_hours.get(day, self.week[day.weekday()] if self.week else ())
            hours = [Period(moment_of(day, opens), moment_of(day, closes, is_end=True)) for opens, closes in shifts]
            self._periods[day] = sorted(subtract(hours, self.closures))
        return self._periods[day]

    def appointments_on(self, day: datetime.date) -> list[Period]:
        """Return when it is open by appointment on the day: the whole day, except during a closure."""
        if day.weekday() not in self.appointment_days or day in self.special_hours:
            return []
        return sorted(subtract([day_period(day)], self.closures))

    def is_used_on(self, day: datetime.date) -> bool:
        """Return whether patients can come on the day, with or without an appointment."""
        return bool(self.periods_on(day) or self.appointments_on(day))

    def shifts_on(self, day: datetime.date) -> list[Shift]:
        """Return the shifts of the day as the clock on the wall shows them, without closures."""
        local = [[moment.astimezone(clinic_zone()).time() for moment in period] for period in self.periods_on(day)]
        return [(opens, closes) for opens, closes in local]

    def next_opening(self, moment: datetime.datetime) -> datetime.datetime | None:
        """Return the next moment, from `moment` on, at which it opens; None if there is none in the next 90 days."""
        first = clinic_day(moment)
        for day in days_between(first, first + MOST_DAYS_AHEAD * DAY):
            for start, _end in self.periods_on(day):
                if start >= moment:
                    return start
        return None

    def last_closing(self, moment: datetime.datetime, days: int) -> datetime.datetime | None:
        """Return the last moment, up to `moment`, at which it closed; None if there is none in the last `days`."""
        for number in range(days + 1):
            for _start, end in reversed(self.periods_on(clinic_day(moment) - number * DAY)):
                if end <= moment:
                    return end
        return None

    def status(self, moment: datetime.datetime) -> Status:
        """Return what it is at the moment."""
        day = clinic_day(moment)
        for start, end in self.periods_on(day):
            if start <= moment < end:
                return Status(start, State.OPEN, until=end)
        for start, end in self.appointments_on(day):
            if start <= moment < end:
                return Status(start, State.BY_APPOINTMENT)
        return Status(moment, State.CLOSED, opens=self.next_opening(moment))

    def statuses(self, start: datetime.datetime, end: datetime.datetime) -> list[Status]:
        """Return the status at `start`, and each one that follows before `end`."""
        days = list(days_between(clinic_day(start), clinic_day(end)))
        periods = [period for day in days for period in [*self.periods_on(day), *self.appointments_on(day)]]
        # At midnight "opens Monday" becomes "opens today".
        changes = {moment for period in periods for moment in period} | {moment_of(day) for day in days}
        moments = [start, *sorted(moment for moment in changes if start < moment < end)]
        found: list[Status] = []
        for moment in moments:
            status = self.status(moment)
            found.append(Status(moment, status.state, status.until, status.opens))
        return found

    def open_time_between(self, start: datetime.datetime, end: datetime.datetime) -> datetime.timedelta:
        """Return for how long it was open between two moments."""
        total = datetime.timedelta()
        for day in days_between(clinic_day(start), clinic_day(end)):
            for opens, closes in self.periods_on(day):
                total += max(min(closes, end) - max(opens, start), datetime.timedelta())
        return total
