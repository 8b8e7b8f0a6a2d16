"""Links to a map of another host. Readers follow them; no page loads anything from there."""

from decimal import Decimal
from urllib.parse import urlencode


def directions_url(address: str, latitude: Decimal | None, longitude: Decimal | None) -> str:
    """Return the URL of a map with directions: to the coordinates if both are given, otherwise to the address.

    The form is documented (https://developers.google.com/maps/documentation/urls/get-started). Phones open it in their
    own map application.
    """
    has_coordinates = latitude is not None and longitude is not None
    destination = f"{latitude},{longitude}" if has_coordinates else address
    return f"https://www.google.com/maps/dir/?{urlencode({'api': 1, 'destination': destination})}"
