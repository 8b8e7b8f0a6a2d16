"""The clinic's name, numbers, address and hours: those of the main location, and kept nowhere else."""

from django.conf import settings
from django.db.models import Q

from home.last_phone import remember_phone
from pages.languages import reader_language, visible
from pages.models import LocationPage


def main_location(request=None):
    """Return the main location in the reader's language, else in English; None while no home page names one.

    One query, once a request.
    """
    if hasattr(request, "main_location"):
        return request.main_location
    location = _find()
    remember_phone(location.phone if location else "")
    if request is not None:
        request.main_location = location
    return location


def _find():
    named = LocationPage.objects.filter(main_for__isnull=False).values("translation_key")
    locations = LocationPage.objects.filter(translation_key__in=named).select_related("locale")
    in_english = Q(locale__language_code=settings.LANGUAGE_CODE, live=True)
    in_reader_language = Q(pk__in=visible(LocationPage.objects.all()).values("pk"))
    found = {location.language_code: location for location in locations.filter(in_english | in_reader_language)}
    return found.get(reader_language()) or found.get(settings.LANGUAGE_CODE)
