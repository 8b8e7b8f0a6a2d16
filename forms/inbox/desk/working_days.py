"""Working days at the clinic: Monday to Friday, where the clinic is. Holidays count as working days."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

DAY = datetime.timedelta(days=1)
SATURDAY = 5


def one_working_day_before(moment):
    """Return the time before which a message must have been sent to have waited more than one working day.

    On Saturdays and Sundays no time passes: what was sent on Friday at 3 p.m. has waited a working day on Monday
    at 3 p.m., and what was sent on Saturday when Monday ends.
    """
    moment = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    if moment.weekday() >= SATURDAY:
        days_since_saturday = moment.weekday() - SATURDAY
        saturday = moment.replace(hour=0, minute=0, second=0, microsecond=0) - days_since_saturday * DAY
        return saturday - DAY
    before = moment - DAY
    while before.weekday() >= SATURDAY:
        before -= DAY
    return before
