"""With a second location, forms ask which one a message is about, and the front desk sees, filters and exports it."""

import json

import pytest
from django.urls import reverse

from forms.models import ClinicLocation, Message
from pages.models import LocationPage
from tests.factories import make_location, publish
from tests.html import soup, words
from tests.translations import translate

pytestmark = pytest.mark.django_db

CONTACT = "/contact-us/"
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
QUESTION = "Which location is this about?"


@pytest.fixture
def conway(db):
    """A second location."""
    return make_location()


def send(client, address=CONTACT, **values):
    data = {"name": "Pat Doe", "email": "pat@example.com", "message": "Hello.", **values}
    return client.post(address, data, **SAME_ORIGIN)


def choices(client, address):
    """Return the text and the value of each choice of the question."""
    boxes = soup(client.get(address)).select("input[name=clinic_location]")
    return {box.find_parent("label").get_text(strip=True): box["value"] for box in boxes}


def test_form_does_not_ask_with_one_location(client, home):
    assert QUESTION not in client.get(CONTACT).content.decode()
    assert send(client).status_code == 303
    assert Message.objects.get().location is None


def test_form_asks_and_the_answer_is_stored(client, conway):
    main = LocationPage.objects.get(slug="russellville")
    found = choices(client, CONTACT)
    assert found == {"Russellville": str(main.translation_key), "Conway": str(conway.translation_key)}
    assert choices(client, "/") == found
    assert send(client, clinic_location=found["Conway"]).status_code == 303
    message = Message.objects.get()
    assert (message.location.name, message.location.key) == ("Conway", conway.translation_key)
    assert "clinic_location" not in json.dumps(message.answers)


def test_answer_is_optional_and_must_be_one_of_the_locations(client, conway):
    assert send(client, clinic_location="Little Rock").status_code == 422
    assert send(client).status_code == 303
    assert Message.objects.get().location is None


def test_same_text_for_another_location_is_another_message(client, conway):
    for key in choices(client, CONTACT).values():
        send(client, clinic_location=key)
    assert Message.objects.count() == 2


def test_choice_is_kept_when_another_answer_is_wrong(client, conway):
    key = str(conway.translation_key)
    page = soup(send(client, clinic_location=key, message=""))
    assert page.select_one("input[name=clinic_location]:checked, input[name=clinic_location][checked]")["value"] == key


def test_form_on_the_page_of_a_location_has_it_chosen(client, conway):
    page = soup(client.get("/locations/conway/"))
    assert page.select_one("input[name=clinic_location][checked]")["value"] == str(conway.translation_key)


@pytest.mark.slow
def test_spanish_form_stores_the_same_location(client, conway, page_at, home):
    translate(home)
    translate(page_at("contact-us"))
    assert list(choices(client, "/es/contact-us/")) == ["Russellville", "Conway"]
    send(client, "/es/contact-us/", clinic_location=str(conway.translation_key))
    assert Message.objects.get().location.key == conway.translation_key


@pytest.mark.slow
def test_front_desk_sees_filters_and_exports_the_location(client, desk, conway):
    found = choices(client, CONTACT)
    for town in ("Russellville", "Conway"):
        send(client, clinic_location=found[town], message=f"About {town}.")
    message = Message.objects.get(location__name="Conway")
    page = desk.get(reverse("desk:message", args=[message.pk])).content.decode()
    assert "<dt>Location</dt><dd>Conway</dd>" in page
    listed = desk.get(reverse("desk:list"), {"location": found["Conway"]}).content.decode()
    assert "About Conway." in listed
    assert "About Russellville." not in listed
    export = b"".join(desk.get(reverse("desk:export_csv")).streaming_content).decode()
    assert '"Form","Location","Language"' in export
    assert '"Contact Us","Conway","English"' in export


@pytest.mark.slow
def test_renamed_location_keeps_its_messages(client, desk, conway):
    send(client, clinic_location=str(conway.translation_key))
    conway.title = "Conway North"
    publish(conway)
    assert Message.objects.get().location.name == "Conway North"
    assert ClinicLocation.objects.count() == 1
    conway.delete()
    assert Message.objects.get().location.name == "Conway North"


def test_list_and_export_say_nothing_of_locations_while_no_form_asks(desk, home):
    assert 'name="location"' not in desk.get(reverse("desk:list")).content.decode()
    assert '"Location"' not in b"".join(desk.get(reverse("desk:export_csv")).streaming_content).decode()


def test_thank_you_page_has_the_number_of_each_location(client, conway):
    response = send(client, clinic_location=str(conway.translation_key))
    thanks = words(soup(client.get(response["Location"])).main)
    assert "Russellville, 479-967-7770; Conway, 501-555-0144" in thanks
