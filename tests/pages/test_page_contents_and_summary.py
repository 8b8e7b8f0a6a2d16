"""A long page has a table of contents, the box “At a glance”, and links to the next step."""

import pytest

from pages.sections import sections_of
from tests.factories import make_condition, make_standard_page, publish, section
from tests.html import soup, words

pytestmark = pytest.mark.django_db

CONDITION = "/conditions-we-treat/lower-back-pain/"


@pytest.mark.parametrize("address", [CONDITION, "/treatments-we-provide/pirft/", "/patient-resources/"])
def test_every_entry_of_the_contents_links_to_its_section(client, address):
    main = soup(client.get(address)).main
    links = main.select(".contents a")
    assert len(links) > 5
    for link in links:
        assert words(main.find(id=link["href"][1:]).h2) == words(link)


def test_sections_with_the_same_heading_have_unique_ids(home):
    body = [
        section("text_section", heading=heading, text="<p>Text.</p>") for heading in ("Rest", "Rest", "Hours", "休息")
    ]
    page = make_standard_page(home, body=body)
    assert [part.id for part in sections_of(page.body)] == ["rest", "rest-2", "hours-2", "text-section"]


def test_short_page_has_no_table_of_contents(client, home):
    page = make_standard_page(home, body=[section("text_section", heading="Rest", text="<p>Text.</p>")])
    assert soup(client.get(page.get_url())).select_one(".contents") is None


@pytest.mark.slow
def test_at_a_glance_shows_areas_warning_signs_treatments_and_appointments(client):
    glance = soup(client.get(CONDITION)).select_one(".at-a-glance")
    facts = {words(fact.dt): " ".join(words(dd) for dd in fact.select("dd")) for fact in glance.select("div")}
    assert facts == {
        "Where it is felt": "Lower back, Hip and buttock, Leg and foot",
        "When to get help": "When to call 911 When to see a doctor the same day",
        "What can be done": "Treatments we provide: 11",
        "How to be seen": "Appointments By Referral Only: 479-967-7770",
    }


def test_condition_without_sections_is_rendered(client):
    page = soup(client.get(make_condition("Cold Feet").get_url()))
    assert words(page.h1) == "Cold Feet"
    assert page.select_one(".contents") is None


def test_treatments_we_provide_are_marked(client):
    marks = soup(client.get(CONDITION)).select(".tiers [data-mark]")
    assert {mark["data-mark"] for mark in marks} == {"We provide this"}
    assert all(mark.parent.a["href"].startswith("/treatments-we-provide/") for mark in marks)


def test_map_link_uses_coordinates_if_set_otherwise_the_address(client, page_at):
    location = page_at("locations/russellville")
    assert "destination=2405+West+Main+Street" in location.map_url
    location.latitude, location.longitude = "35.278400", "-93.154000"
    assert publish(location).map_url.endswith("destination=35.278400%2C-93.154000")
    assert soup(client.get(location.get_url())).main.find("a", href=location.map_url)


def test_parking_is_shown_only_if_filled_in(client, page_at):
    location = page_at("locations/russellville")
    assert "Parking" not in words(soup(client.get(location.get_url())).main)
    location.parking = "Behind the house."
    publish(location)
    assert "Parking Behind the house." in words(soup(client.get(location.get_url())).main)
