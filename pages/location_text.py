"""The facts about a location as text, for the site's search."""

from typing import TYPE_CHECKING

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import override

if TYPE_CHECKING:
    from pages.blocks.hours import Day
    from pages.models import LocationPage


def location_facts(location: "LocationPage") -> list[str]:
    """Return address, numbers, hours and holidays, one line each, in the language of the page."""
    with override(location.language_code):
        facts = [
            f"{_('Address')}: {location.full_address}",
            f"{_('Phone')}: {location.phone}",
            f"{_('Fax')}: {location.fax}" if location.fax else "",
            f"{_('Hours')}: {', '.join(map(_day, location.week.days))}" if location.week else "",
            _holidays(location),
        ]
    return list(filter(None, facts))


def _holidays(location: "LocationPage") -> str:
    names = ", ".join(location.holiday_names)
    return f"{_('Closed on these holidays:')} {names}" if names else location.holiday_note


def _day(day: "Day") -> str:
    shifts = (f"{time_format(opens, 'g:i A')} – {time_format(closes, 'g:i A')}" for opens, closes in day.shifts)
    return f"{day.name} {' '.join(shifts) or day.status_label}"
