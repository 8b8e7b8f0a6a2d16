"""Record the locations that senders choose, under the names that they have in the site's source language."""

from typing import Any
from uuid import UUID

from django.conf import settings

from forms.inbox.models import ClinicLocation
from pages.languages import is_source_language
from pages.models import LocationPage


def location_with(key: UUID) -> ClinicLocation | None:
    """Return the record of the location whose pages have this translation key; None if it has no page."""
    pages = LocationPage.objects.filter(translation_key=key, locale__language_code=settings.LANGUAGE_CODE)
    name = pages.values_list("title", flat=True).first()
    return ClinicLocation.objects.update_or_create(key=key, defaults={"name": name})[0] if name else None


def rename_location(sender: type[LocationPage], instance: LocationPage, **kwargs: Any) -> None:
    """Record the new name of a location that somebody has chosen before. Receives Wagtail's `page_published`."""
    if is_source_language(instance.locale.language_code):
        ClinicLocation.objects.filter(key=instance.translation_key).update(name=instance.title)
