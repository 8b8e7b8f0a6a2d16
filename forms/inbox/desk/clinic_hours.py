"""Time between two moments in the opening hours of the main location, because messages do not wait at night."""

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from pages.site_context import SiteContext

Week = Sequence[Sequence[tuple[datetime.time, datetime.time]]]

# Used if the main location has no hours.
USUAL_WEEK: Week = [[(datetime.time(8), datetime.time(17))]] * 5 + [[]] * 2
DAY = datetime.timedelta(days=1)
WEEK = 7 * DAY
MINUTES = 60  # in an hour


def clinic_week() -> Week:
    """Return the shifts of the main location, from Monday to Sunday."""
    location = SiteContext().location
    week = [day.shifts for day in location.week.days] if location and location.week else []
    return week if any(week) else USUAL_WEEK


def open_time_between(start: datetime.datetime, end: datetime.datetime, week: Week) -> datetime.timedelta:
    """Return for how long the clinic was open between two moments."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first, last = (moment.astimezone(zone).replace(tzinfo=None) for moment in (start, end))
    full_weeks = max(0, (last - first) // WEEK)
    waited = full_weeks * _open_time(first, first + WEEK, week)
    return waited + _open_time(first + full_weeks * WEEK, last, week)


def _open_time(start: datetime.datetime, end: datetime.datetime, week: Week) -> datetime.timedelta:
    """Return the open time between two local times, day by day."""
    total, day = datetime.timedelta(), start.date()
    while day <= end.date():
        for opens, closes in week[day.weekday()]:
            begin = max(start, datetime.datetime.combine(day, opens))
            total += max(min(end, datetime.datetime.combine(day, closes)) - begin, datetime.timedelta())
        day += DAY
    return total


def waiting_text(waited: datetime.timedelta) -> str:
    """Return the time as minutes, or as full hours from one hour on."""
    minutes = int(waited.total_seconds()) // 60
    if minutes < MINUTES:
        return _("%(count)s min") % {"count": minutes}
    return _("%(count)s h") % {"count": minutes // MINUTES}
