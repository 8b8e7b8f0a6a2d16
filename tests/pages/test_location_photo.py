"""A photo of the building takes the place of the drawing on the page of a location."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from pages.models import LocationPage
from pages.photo_renditions import create
from tests.factories import publish
from tests.html import soup

pytestmark = pytest.mark.django_db

ADDRESS = "/locations/russellville/"


@pytest.fixture
def location(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    location = LocationPage.objects.get(locale__language_code="en")
    location.photo = get_image_model().objects.create(title="Building", file=get_test_image_file(size=(800, 500)))
    return location


def test_photo_with_its_description_replaces_the_drawing(client, location):
    location.photo_alt = "A brick building with a ramp to the door"
    publish(location)
    create(location.photos)
    head = soup(client.get(ADDRESS)).select_one(".page-head")
    assert head.select_one("img")["alt"] == "A brick building with a ramp to the door"
    assert head.select_one("svg") is None


def test_photo_without_a_description_is_refused(location):
    with pytest.raises(ValidationError, match="Describe the photo"):
        location.full_clean()


@pytest.mark.slow
def test_entrance_is_shown_only_if_it_is_described(client, location):
    assert "Entrance and wheelchair access" not in soup(client.get(ADDRESS)).main.get_text()
    location.photo, location.entrance = None, "A ramp leads to the door."
    publish(location)
    text = soup(client.get(ADDRESS)).main.get_text()
    assert "Entrance and wheelchair access" in text
    assert "A ramp leads to the door." in text
