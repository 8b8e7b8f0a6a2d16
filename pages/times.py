"""Read times as people type them, and find the moment that a clinic's clock shows.

Every field of ours that takes a time uses these functions.
"""

import datetime
import re
import unicodedata
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

NAMED_TIMES = {
    "noon": datetime.time(12),
    "midday": datetime.time(12),
    "mediodía": datetime.time(12),
    "midnight": datetime.time(0),
    "medianoche": datetime.time(0),
}
# “8”, “8:30”, “8.30”, “08:30:00”, “830”, “1700”; with or without “am”, “a.m.”, “p. m.”, “p”.
TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d{2})(?::00(?:\.0+)?)?)?\s*(?:(?P<half>[ap])(?:\.?\s?m)?\.?)?", re.ASCII
)
# Without “AM” or “PM”, the hours from 1 to 6 are ambiguous: a clinic that closes at “4:30” means the afternoon.
AMBIGUOUS_HOURS = range(1, 7)
HALF_DAY = 12


def read_time(text: str) -> datetime.time:
    """Return the time of day that the text names, such as “5 PM”, “5:00 p.m.”, “17:00”, “8.30”, “1700” or “noon”.

    Raises `ValueError` with a sentence for the person who typed it.
    """
    text = unicodedata.normalize("NFKC", text).strip().casefold()
    if text in NAMED_TIMES:
        return NAMED_TIMES[text]
    found = TIME.fullmatch(text)
    hour = _hour(found["hour"], found["minute"], found["half"]) if found else None
    minute = int(found["minute"] or 0) if found else 0
    if hour is None or minute > 59:
        raise ValueError(_("Write the time like “8:30 AM”, “5 PM” or “17:00”."))
    return datetime.time(hour, minute)


def _hour(digits: str, minute: str | None, half: str | None) -> int | None:
    """Return the hour from 0 to 23; None if there is no such hour. Raises `ValueError` if it is ambiguous."""
    hour = int(digits)
    if half:
        return hour % HALF_DAY + HALF_DAY * (half == "p") if 1 <= hour <= HALF_DAY else None
    if hour in AMBIGUOUS_HOURS and not digits.startswith("0"):
        typed = f"{hour}:{minute or '00'}"
        message = _("Is this in the morning or in the afternoon? Write “%(time)s AM” or “%(time)s PM”.")
        raise ValueError(message % {"time": typed})
    return hour if hour <= 23 and (minute or hour > HALF_DAY) else None


def displayed_time_of_day(time: datetime.time) -> str:
    """Return the time as people in the United States write it, such as “8:30 AM”. `read_time` reads it."""
    return f"{time.hour % HALF_DAY or HALF_DAY}:{time:%M} {'AM' if time.hour < HALF_DAY else 'PM'}"


def moment_at(local: datetime.datetime) -> datetime.datetime:
    """Return the moment at which the clinic's clock shows the local date and time.

    Raises `ValueError` with a sentence if the change of the clocks skips this time or repeats it.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    hour = datetime.timedelta(hours=1)
    names = {
        "time": time_format(local),
        "date": date_format(local),
        "earlier": time_format(local - hour),
        "later": time_format(local + hour),
    }
    if (first.utcoffset() or hour) < (second.utcoffset() or hour):
        raise ValueError(
            _("On %(date)s there is no %(time)s: the clocks skip this hour. Choose another time, such as %(later)s.")
            % names
        )
    raise ValueError(
        _(
            "On %(date)s, %(time)s comes twice: the clocks repeat this hour. "
            "Choose another time, such as %(earlier)s or %(later)s."
        )
        % names
    )
