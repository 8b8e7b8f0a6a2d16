"""Answers about the clinic above the results: hours, contact, and what the site does not say."""

import pytest

from home.models import HomePage
from tests.factories import make_person, make_standard_page
from tests.html import soup, words
from tests.translations import translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


def answer(client, query, address="/search/"):
    """Return the element with the answer to the query; None if there is none."""
    return soup(client.get(address, {"q": query})).select_one(".search-answer")


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("hours", "hours"),
        ("Are you open on Christmas Eve?", "hours"),
        ("labor day", "hours"),
        ("HORARIO", "hours"),
        ("phone", "contact"),
        ("dr phone number", "contact"),
        ("telehealth visit", "contact"),
        ("correo electrónico", None),
        ("dr", "team"),
        ("dr nobody", "team"),
        ("who are your doctors", "team"),
        ("emergency room", "emergency"),
        ("doctor for sciatica", None),
        ("dr sciatica", None),
        ("numb for 12 hours", None),
        ("call it sciatica", None),
        ("pain", None),
    ],
)
def test_answer_is_shown_only_if_every_word_is_about_it(client, query, kind):
    shown = answer(client, query)
    assert (shown and shown["data-answer"]) == kind


def test_hours_and_numbers_are_those_of_the_location(client, page_at):
    location = page_at("locations/russellville")
    location.phone, location.holiday_note = "479-555-0100", "Closed on snow days"
    location.save_revision().publish()
    shown = answer(client, "thanksgiving")
    assert shown.select_one("a[href='tel:+14795550100']")
    assert "Closed on snow days" in words(shown)
    assert "Thursday" in str(shown.select_one("table"))
    assert answer(client, "directions").select_one(f"a[href='{location.get_url()}']")


def test_site_without_location_shows_no_answer(client):
    HomePage.objects.update(main_location=None)
    assert answer(client, "hours") is None


def test_emergency_is_answered_with_911(client):
    assert answer(client, "emergency").select_one("a[href='tel:911']")


def test_question_about_staff_is_answered_by_a_page_once_there_is_one(client, home):
    assert "does not list our doctors" in words(answer(client, "doctors"))
    make_standard_page(home, "Our Staff", search_words="doctors")
    assert answer(client, "doctors") is None
    assert answer(client, "our staff") is None


@pytest.mark.parametrize("query", ["female doctor", "dr nobody", "who are your doctors"])
def test_site_that_lists_people_never_says_that_it_lists_none(client, query):
    person = make_person()
    assert "does not list our doctors" not in words(soup(client.get("/search/", {"q": query})).main)
    person.unpublish()
    assert "does not list our doctors" in words(answer(client, query))


def test_query_without_results_is_answered_with_our_number(client):
    assert answer(client, "xyzzyx")["data-answer"] == "contact"


@pytest.mark.slow
def test_spanish_answer_links_to_no_english_page_with_a_translation(client, home, page_at):
    for path in ("locations", "locations/russellville"):
        translate(home) if path == "locations" else None
        translate(page_at(path))
    shown = answer(client, "horario", "/es/search/")
    assert shown["data-answer"] == "hours"
    assert [link["href"] for link in shown.select("a") if link["href"].startswith("/")] == [
        "/es/locations/russellville/"
    ]
