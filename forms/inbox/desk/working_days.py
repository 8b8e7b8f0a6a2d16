"""Working days at the clinic: Monday to Friday in the clinic's time zone. Holidays count as working days."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

DAY = datetime.timedelta(days=1)
SATURDAY = 5


def subtract_working_day(moment: datetime.datetime) -> datetime.datetime:
    """Return the time one working day earlier, in the clinic's time zone.

    Saturdays and Sundays do not count: one working day before Monday, 3 p.m. is Friday, 3 p.m. From a time at the
    weekend, count from the end of Friday.
    """
    moment = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    if moment.weekday() >= SATURDAY:
        days_since_saturday = moment.weekday() - SATURDAY
        saturday = moment.replace(hour=0, minute=0, second=0, microsecond=0) - days_since_saturday * DAY
        return saturday - DAY
    earlier = moment - DAY
    while earlier.weekday() >= SATURDAY:
        earlier -= DAY
    return earlier
