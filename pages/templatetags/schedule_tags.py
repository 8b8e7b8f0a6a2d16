"""Template tags about time: closures, special hours, announcements, and whether a location is open."""

from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.template.context import Context

from pages.links import pages_to_link
from pages.site_context import HOME_PAGE, SiteContext, site_context
from pages.timed_text import TimedText

if TYPE_CHECKING:
    from pages.blocks.hours import Day
    from pages.models import LocationPage

register = template.Library()


def _site(context: Context) -> SiteContext:
    return context.get("site") or site_context(context.get("request"))


@register.simple_tag(takes_context=True)
def banner_lines(context: Context) -> list[TimedText]:
    """Return the lines of the banner at the top of the page."""
    site = _site(context)
    is_home = site.page is not None and site.page._meta.label == HOME_PAGE
    return site.schedule.banner(site.all_towns, is_home=is_home)


@register.simple_tag(takes_context=True)
def line_address(context: Context, line: TimedText) -> str:
    """Return the address that a line of the banner links to, "" for none; a page in the reader's language."""
    if line.page is None:
        return line.url
    page = pages_to_link({line.page.pk}).get(line.page.pk)
    return (_site(context).page_url(page) or "") if page else ""


@register.simple_tag(takes_context=True)
def days_of(context: Context, location: "LocationPage") -> list["Day"]:
    """Return the days of the location's week, with what is different in the next days."""
    return _site(context).schedule.days(location)


@register.simple_tag
def clinic_time_zone() -> str:
    """Return the name of the clinic's time zone, for the script that marks the row of today."""
    return settings.TIME_ZONE


@register.simple_tag(takes_context=True)
def closures_ahead(context: Context, location: "LocationPage") -> list[TimedText]:
    """Return the closures and special hours of the location that have not ended."""
    return _site(context).schedule.ahead(location)


@register.simple_tag(takes_context=True)
def closed_notes(context: Context) -> list[TimedText]:
    """Return the notes beside forms: until when a location is closed."""
    site = _site(context)
    return site.schedule.closed_notes(site.towns)


@register.simple_tag(takes_context=True)
def open_now_lines(context: Context, location: "LocationPage") -> str:
    """Return what “open now” says of the location: one line for each moment, in minutes since 1970, and its text."""
    return "\n".join(f"{minute} {text}" for minute, text in _site(context).schedule.open_now(location))
