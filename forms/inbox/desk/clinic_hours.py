"""Time between two moments in the opening hours of the main location, because messages do not wait at night."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from pages.location_schedule import LocationSchedule, entries_since
from pages.opening_times import DAY, Timetable, Week, clinic_day, days_between, moment_of
from pages.site_context import SiteContext

# Used if the main location has no hours.
USUAL_WEEK: Week = [[(datetime.time(8), datetime.time(17))]] * 5 + [[]] * 2
MINUTES = 60  # in an hour
DAYS_BACK = 28  # more than the longest closure after which a message counts as overdue


def clinic_timetable(since: datetime.datetime) -> Timetable:
    """Return the timetable of the main location from `since` until today, with holidays and closures."""
    location = SiteContext().location
    if location is None:
        return Timetable(USUAL_WEEK)
    first, last = clinic_day(since), clinic_day(timezone.now())
    timetable = LocationSchedule(location, entries_since(moment_of(first)), first, last).timetable
    if any(timetable.week):
        return timetable
    return Timetable(USUAL_WEEK, special_hours=timetable.special_hours, closures=timetable.closures)


def closed_days(now: datetime.datetime) -> set[datetime.date]:
    """Return the days of the last four weeks on which the main location was closed although it is usually open."""
    location = SiteContext().location
    if location is None:
        return set()
    last = clinic_day(now)
    first = last - DAYS_BACK * DAY
    schedule = LocationSchedule(location, entries_since(moment_of(first)), first, last)
    days = days_between(first, last)
    return {day for day in days if schedule.closings_on(day) and not schedule.timetable.is_used_on(day)}


def waiting_text(waited: datetime.timedelta) -> str:
    """Return the time as minutes, or as full hours from one hour on."""
    minutes = int(waited.total_seconds()) // 60
    if minutes < MINUTES:
        return _("%(count)s min") % {"count": minutes}
    return _("%(count)s h") % {"count": minutes // MINUTES}
