"""Dates and times of the clinic as readers see them, in their language: “Thursday, November 26, 8:30 am”."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import pgettext

from pages.languages import is_source_language, reader_language
from pages.opening_times import DAY, MIDNIGHT, Period, Shift, clinic_day, clinic_zone

NOON = 12


def date_text(day: datetime.date) -> str:
    """Return month and day, for example “November 26”."""
    return date_format(day, "MONTH_DAY_FORMAT")


def weekday_text(day: datetime.date) -> str:
    """Return the day of the week, for example “Thursday”; in lower case in Spanish, unlike Django's translation."""
    name = date_format(day, "l")
    return name if is_source_language(reader_language()) else name.lower()


def day_text(day: datetime.date) -> str:
    """Return weekday and date, for example “Thursday, November 26”."""
    return f"{weekday_text(day)}, {date_text(day)}"


def time_text(time: datetime.time) -> str:
    """Return the time as the hours on the page show it, for example “8:30 am”, in Spanish “8:30 a. m.”."""
    half_of_day = pgettext("time of day", "am") if time.hour < NOON else pgettext("time of day", "pm")
    return f"{time.hour % NOON or NOON}:{time:%M} {half_of_day}"


def shift_text(shift: Shift) -> str:
    """Return the hours of a shift, for example “8:30 am – 4:30 pm”."""
    opens, closes = shift
    return f"{time_text(opens)} – {time_text(closes)}"


def moment_text(moment: datetime.datetime) -> str:
    """Return weekday, date and time at the clinic, for example “Monday, November 30, 8:30 am”."""
    return f"{day_text(clinic_day(moment))}, {time_text(moment.astimezone(clinic_zone()).time())}"


def span_text(period: Period) -> str:
    """Return a period as days, with the times unless it begins and ends at midnight."""
    start, end = (moment.astimezone(clinic_zone()) for moment in period)
    if start.time() == end.time() == MIDNIGHT:
        last = end.date() - DAY
        return day_text(start.date()) if last == start.date() else f"{day_text(start.date())} – {day_text(last)}"
    if start.date() == end.date():
        return f"{day_text(start.date())}, {shift_text((start.time(), end.time()))}"
    return f"{moment_text(start)} – {moment_text(end)}"
