"""Times as staff read them: in the clinic's time zone, with the zone, whatever zone a user has chosen in the admin.

One hour of November comes twice, so that a time without its zone does not say when something was.
"""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format


def clinic_time(moment: datetime.datetime) -> datetime.datetime:
    """Return the time in the clinic's time zone."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def displayed_time(moment: datetime.datetime) -> str:
    """Return the time for a page, such as `Nov. 1, 2026, 1:30 a.m. CDT`, in the format of the language."""
    local = clinic_time(moment)
    # Django's format letter for the zone is empty in the hour that comes twice.
    return f"{date_format(local, 'MOMENT_FORMAT')} {local:%Z}"


def exported_time(moment: datetime.datetime) -> str:
    """Return the time for a file that programs sort, such as `2026-11-01 01:30 CDT`."""
    return f"{clinic_time(moment):%Y-%m-%d %H:%M %Z}"
