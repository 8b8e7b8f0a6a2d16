"""Time between two moments in the opening hours of a location, because messages do not wait at night."""

import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from pages.location_schedule import LocationSchedule, entries_since
from pages.opening_times import DAY, Timetable, Week, clinic_day, days_between, moment_of
from pages.site_context import SiteContext

# Used if a location has no hours.
USUAL_WEEK: Week = [[(datetime.time(8), datetime.time(17))]] * 5 + [[]] * 2
MINUTES = 60  # in an hour
DAYS_BACK = 28  # more than the longest closure after which a message counts as overdue


class ClinicHours:
    """The opening hours of every location between two moments, with holidays and closures.

    Messages that name no location, or one that is no longer public, wait in the hours of the main location.
    """

    def __init__(self, since: datetime.datetime, until: datetime.datetime) -> None:
        self._first, self._last = clinic_day(since), clinic_day(until)
        site = SiteContext()
        entries = entries_since(moment_of(self._first))
        locations = [*([site.location] if site.location else []), *site.locations]
        self._schedules = {
            one.translation_key: LocationSchedule(one, entries, self._first, self._last) for one in locations
        }
        self._main = self._schedules[site.location.translation_key] if site.location else None

    def timetable(self, location_key: UUID | None = None) -> Timetable:
        """Return the timetable of the location with this key, otherwise that of the main location."""
        schedule = self._schedules.get(location_key, self._main) if location_key else self._main
        if schedule is None:
            return Timetable(USUAL_WEEK)
        timetable = schedule.timetable
        if any(timetable.week):
            return timetable
        return Timetable(USUAL_WEEK, special_hours=timetable.special_hours, closures=timetable.closures)

    def closed_days(self) -> dict[UUID | None, set[datetime.date]]:
        """Return the days on which a location was closed although it is usually open, by key; None: the main one."""
        found: dict[UUID | None, set[datetime.date]] = {
            key: self._closed_days_of(schedule) for key, schedule in self._schedules.items()
        }
        return found | {None: self._closed_days_of(self._main) if self._main else set()}

    def _closed_days_of(self, schedule: LocationSchedule) -> set[datetime.date]:
        days = days_between(self._first, self._last)
        return {day for day in days if schedule.closings_on(day) and not schedule.timetable.is_used_on(day)}


def recent_hours(now: datetime.datetime) -> ClinicHours:
    """Return the hours of the last four weeks."""
    return ClinicHours(now - DAYS_BACK * DAY, now)


def waiting_text(waited: datetime.timedelta) -> str:
    """Return the time as minutes, or as full hours from one hour on."""
    minutes = int(waited.total_seconds()) // 60
    if minutes < MINUTES:
        return _("%(count)s min") % {"count": minutes}
    return _("%(count)s h") % {"count": minutes // MINUTES}
