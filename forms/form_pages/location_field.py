"""The question which location a message is about. Forms ask it if the clinic has more than one."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.site_context import SiteContext

NAME = "clinic_location"
LOCATION = "location"  # the field type


class LocationField(forms.TypedChoiceField):
    """A choice of one location, or of none. Its value is the key that the location's pages in all languages share."""

    widget = forms.RadioSelect
    meaning = ""
    field_type = LOCATION

    def __init__(self, choices: list[tuple[str, str]], initial: str | None) -> None:
        super().__init__(
            choices=choices,
            initial=initial,
            coerce=UUID,
            empty_value=None,
            required=False,
            label=_("Which location is this about?"),
            error_messages={"invalid_choice": _("Choose one of these locations.")},
        )


def location_field(site: SiteContext) -> LocationField | None:
    """Return the field; None if the clinic has one location. On a location's page, that one is chosen at first."""
    choices = [(str(location.translation_key), site.town_of(location)) for location in site.locations]
    served = site.page and str(site.page.translation_key)
    is_served = any(key == served for key, _town in choices)
    return LocationField(choices, served if is_served else None) if len(choices) > 1 else None
