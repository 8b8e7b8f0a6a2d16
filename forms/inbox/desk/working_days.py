"""Working days at the clinic: Monday to Friday in the clinic's time zone, except days on which the clinic is closed."""

import datetime
from collections.abc import Collection

from pages.opening_times import DAY, clinic_zone

SATURDAY = 5


def subtract_working_day(moment: datetime.datetime, closed_days: Collection[datetime.date] = ()) -> datetime.datetime:
    """Return the time one working day earlier, in the clinic's time zone.

    Saturdays, Sundays and closed days do not count: one working day before Monday, 3 p.m. is Friday, 3 p.m. From a time
    on such a day, count from the end of the last working day.
    """

    def is_free(day: datetime.datetime) -> bool:
        return day.weekday() >= SATURDAY or day.date() in closed_days

    moment = moment.astimezone(clinic_zone())
    if is_free(moment):
        moment = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        while is_free(moment - DAY):
            moment -= DAY
        return moment - DAY
    earlier = moment - DAY
    while is_free(earlier):
        earlier -= DAY
    return earlier
