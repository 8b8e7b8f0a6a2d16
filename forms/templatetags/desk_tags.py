"""Template filter for the pages of the front desk."""

import datetime

from django import template

from pages.clinic_time import displayed_time

register = template.Library()


@register.filter
def clinic_time(moment: datetime.datetime) -> str:
    """Return the time in the clinic's time zone, with the zone."""
    return displayed_time(moment)
