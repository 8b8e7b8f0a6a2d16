"""What “open now” says: a text for each moment at which a location opens or closes."""

import datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from pages.dates import day_text, time_text, weekday_text
from pages.languages import reader_language
from pages.opening_times import DAY, State, Status, Timetable, clinic_day, clinic_zone, moment_of

DAYS_OF_WEEK_AHEAD = 6  # an opening later than this is named by its date, not only by its weekday


def open_now_lines(timetable: Timetable, now: datetime.datetime, days: int) -> list[tuple[int, str]]:
    """Return what “open now” says from which moment on, for so many days. The last text is empty.

    The moments are in minutes since 1970 (UTC). The list begins at midnight, so that it is the same all day.
    """
    return list(_lines(timetable.facts, clinic_day(now), days, reader_language()))


@lru_cache(maxsize=32)  # every page of a day has the same lines, and computing them takes a few milliseconds
def _lines(facts: tuple, today: datetime.date, days: int, _language: str) -> list[tuple[int, str]]:
    week, appointment_days, special_hours, closures = facts
    timetable = Timetable(week, appointment_days, dict(special_hours), closures)
    start, end = moment_of(today), moment_of(today + days * DAY)
    lines = [(int(status.since.timestamp()) // 60, status_text(status)) for status in timetable.statuses(start, end)]
    different = [line for number, line in enumerate(lines) if not number or line[1] != lines[number - 1][1]]
    return [*different, (int(end.timestamp()) // 60, "")]


def status_text(status: Status) -> str:
    """Return what “open now” says, for example “Open now, until 4:30 pm”."""
    if status.state == State.OPEN and status.until:
        return _("Open now, until %(time)s") % {"time": _local_time(status.until)}
    if status.state == State.BY_APPOINTMENT:
        return _("By appointment today")
    if not status.opens:
        return _("Closed now")
    today, day = clinic_day(status.since), clinic_day(status.opens)
    time = _local_time(status.opens)
    if day == today:
        return _("Closed now, opens today %(time)s") % {"time": time}
    weekday = weekday_text(day) if (day - today).days <= DAYS_OF_WEEK_AHEAD else day_text(day)
    return _("Closed now, opens %(day)s %(time)s") % {"day": weekday, "time": time}


def _local_time(moment: datetime.datetime) -> str:
    return time_text(moment.astimezone(clinic_zone()).time())
