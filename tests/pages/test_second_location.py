"""With a second location, readers see which phone, address and hours belong to which town."""

import json

import pytest
from django.utils import timezone

from pages.models import Closure, LocationPage
from tests.factories import make_location, publish
from tests.html import soup, words
from tests.pages.opening_table import at
from tests.translations import translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

CONTACT = "/contact-us/"
CONWAY_PHONE, RUSSELLVILLE_PHONE = "501-555-0144", "479-967-7770"


@pytest.fixture(scope="module")
def conway_in_module(module_database):
    """A second location, in Conway, open one hour later."""
    return make_location(opens="09:30", introduction="We are in {city}. Call {phone}.", phone=CONWAY_PHONE)


@pytest.fixture
def conway(conway_in_module, db):
    """The second location, with its values from the database."""
    return LocationPage.objects.get(pk=conway_in_module.pk)


def footer(client, address):
    return soup(client.get(address)).footer


def tables(part):
    """Return the name and the first opening time of each table of hours."""
    named = {}
    for table in part.select("table.week"):
        keys = table.get("aria-labelledby", "").split()
        label = " ".join(part.find(id=key).get_text() for key in keys) or table["aria-label"]
        named[label] = table.select_one("time")["datetime"]
    return named


@pytest.mark.parametrize("address", ["/", CONTACT, "/conditions-we-treat/", "/locations/"])
def test_footer_has_both_locations_by_town(conway, client, address):
    part = footer(client, address)
    assert [heading.get_text() for heading in part.select("h3")] == ["Russellville", "Conway"] * 2
    assert tables(part) == {"Russellville": "08:30", "Conway": "09:30"}
    assert [link.get_text() for link in part.select(".contact-details a.phone")] == [RUSSELLVILLE_PHONE, CONWAY_PHONE]


def test_location_page_shows_its_own_facts(conway, client):
    page = soup(client.get("/locations/conway/"))
    assert tables(page.footer) == {"Conway": "09:30"}
    text = words(page)
    assert "We are in Conway. Call 501-555-0144." in text
    assert RUSSELLVILLE_PHONE not in text
    assert tables(footer(client, "/locations/russellville/")) == {"Russellville": "08:30"}


def test_home_page_knows_both(conway, client):
    page = soup(client.get("/"))
    card = page.select_one(".visit-card")
    assert tables(card) == {"Russellville": "08:30", "Conway": "09:30"}
    assert "1 Oak Street" in words(card)
    assert [link.get_text() for link in card.select("a.phone")] == [RUSSELLVILLE_PHONE, CONWAY_PHONE]


def test_contact_page_has_both_numbers_beside_the_form(conway, client):
    aside = soup(client.get(CONTACT)).select_one(".page-aside")
    assert [link["href"] for link in aside.select("a.button")] == ["tel:+14799677770", "tel:+15015550144"]


def test_search_engines_know_both(conway, client):
    blocks = [json.loads(tag.string) for tag in soup(client.get("/")).select("script[type='application/ld+json']")]
    data = [item for block in blocks for item in (block if isinstance(block, list) else [block])]
    clinics = [item for item in data if item["@type"] == "MedicalClinic"]
    assert [clinic["telephone"] for clinic in clinics] == [f"+1-{RUSSELLVILLE_PHONE}"] * 2 + [f"+1-{CONWAY_PHONE}"]
    assert len({clinic["@id"] for clinic in clinics}) == 3
    assert clinics[2]["openingHoursSpecification"][0]["opens"] == "09:30"


def test_two_locations_in_one_town_are_told_apart_by_their_titles(conway, client):
    conway.city = "Russellville"
    publish(conway)
    assert set(tables(footer(client, "/"))) == {"Russellville", "Conway"}


def test_with_one_public_location_nothing_is_labeled_by_town(conway, client):
    conway.unpublish()
    part = footer(client, "/")
    assert part.select("h3") == []
    assert tables(part) == {"Hours": "08:30"}


def test_spanish_pages_show_both_in_spanish_where_that_exists(conway, home, client):
    translate(home)
    part = footer(client, "/es/")
    assert tables(part) == {"Russellville": "08:30", "Conway": "09:30"}


def test_second_location_makes_no_more_queries(conway, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        client.get("/")


def test_dashboard_names_the_town_of_a_closure_and_of_a_holiday(conway, desk, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at("2026-11-23 09:00"))
    start, end = at("2026-11-24 00:00"), at("2026-11-25 00:00")
    Closure.objects.create(starts_at=start, ends_at=end, kind="weather", location=conway)
    conway.observed_holidays = ["thanksgiving"]
    publish(conway)
    panel = words(soup(desk.get("/admin/")).select_one(".announcing__entries"))
    assert "Conway: Closed because of the weather: Tuesday, November 24" in panel
    assert "Conway: Closed for Thanksgiving: Thursday, November 26" in panel
    LocationPage.objects.update(observed_holidays=["thanksgiving"])
    panel = words(soup(desk.get("/admin/")).select_one(".announcing__entries"))
    assert panel.count("Thanksgiving") == 1
    assert "Conway: Closed for Thanksgiving" not in panel


def test_answer_about_hours_has_both_locations(conway, client):
    answer = soup(client.get("/search/?q=hours")).select_one(".search-answer")
    assert tables(answer) == {"Russellville": "08:30", "Conway": "09:30"}
    assert [link.get_text() for link in answer.select("a.phone")] == [RUSSELLVILLE_PHONE, CONWAY_PHONE]
