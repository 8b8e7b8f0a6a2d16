"""The home page: ways in, the spine, the steps to follow-up, where and when, referring offices, people."""

import pytest
from django.core.exceptions import ValidationError

from pages.blocks import StepBlock, WayInBlock
from pages.models import ConditionPage, LocationPage
from tests.content import FILES
from tests.factories import make_person, publish
from tests.html import soup, words

pytestmark = pytest.mark.django_db

WAYS_IN = {
    "Where does it hurt?": "/conditions-we-treat/",
    "Prepare for a visit": "/patient-resources/#preparing",
    "After a procedure": "/patient-resources/#after-a-procedure",
    "Refer a patient": "/referral-form/",
}


@pytest.fixture
def page(client):
    return soup(client.get("/"))


def test_four_ways_in_lead_to_pages_and_to_sections_that_exist(page, client):
    assert {words(link): link["href"] for link in page.select(".way-in__link")} == WAYS_IN
    for address in WAYS_IN.values():
        path, _hash, section = address.partition("#")
        assert not section or soup(client.get(path)).find(id=section)


def test_way_in_without_words_of_its_own_has_the_title_of_its_page(client, home, page_at):
    home.ways_in = [("way_in", {"page": page_at("privacy"), "heading": "", "section": "", "text": "Read."})]
    publish(home)
    link = soup(client.get("/")).select_one(".way-in__link")
    assert (words(link), link["href"]) == ("Privacy", "/privacy/")


def test_way_in_that_was_stored_before_it_had_words_is_still_shown(home, page_at):
    block = WayInBlock().to_python({"page": page_at("privacy").pk, "text": "Read."})
    assert (block["heading"], block["section"], block.fragment) == ("", "", "")


def test_parts_of_the_spine_lead_to_their_conditions(page, client):
    links = {words(link.strong): link["href"] for link in page.select(".spine a")}
    assert list(links) == ["Neck", "Upper and mid back", "Lower back", "Hip and buttock"]
    listed = soup(client.get("/conditions-we-treat/"))
    assert [address for address in links.values() if not listed.find(id=address.partition("#")[2])] == []


def test_part_of_the_spine_without_conditions_is_not_linked(client):
    for condition in ConditionPage.objects.all():
        ConditionPage.objects.filter(pk=condition.pk).update(
            body_areas=[area for area in condition.body_areas if area != "neck"]
        )
    assert "Neck" not in [words(link.strong) for link in soup(client.get("/")).select(".spine a")]


def test_steps_are_numbered_under_their_heading(page):
    steps = page.select(".steps > .steps__step")
    assert words(page.select_one(".steps").find_previous("h2")) == "From referral to follow-up"
    assert [words(step.h3) for step in steps] == [
        "Get a referral",
        "Prepare for your visit",
        "Talk with us",
        "Follow up",
    ]


def test_steps_without_a_heading_are_refused(home):
    home.steps_heading = ""
    with pytest.raises(ValidationError, match="Give the steps a heading"):
        home.full_clean()


def test_step_without_a_text_is_refused_with_a_sentence():
    with pytest.raises(ValidationError) as refused:
        StepBlock().clean(StepBlock().to_python({"heading": "Rest", "text": ""}))
    assert refused.value.block_errors["text"].message == "Say what happens in this step, or delete it."


def test_referring_offices_find_form_and_fax(page):
    panel = page.select_one(".referring-offices")
    assert panel.select_one("a[href='/referral-form/']")
    assert "479-967-7772" in words(panel)


def test_people_are_shown_once_there_are_any(page, client):
    assert not page.select(".visit .people")
    make_person("Ann Doctor", credentials="MD")
    assert "Ann Doctor" in words(soup(client.get("/")).select_one(".visit .people"))


def test_place_shows_hours_and_what_to_do_when_closed(page):
    card = words(page.select_one(".visit-card"))
    location = FILES["locations/russellville"].data
    for text in ("2405 West Main Street", location["appointment_note"], location["after_hours"]):
        assert text in card
    assert "479-967-7770" not in words(page.select_one(".hero"))


def test_note_about_appointments_is_shown_only_while_a_day_is_by_appointment(client):
    location = LocationPage.objects.get(locale__language_code="en")
    hours = location.hours.get_prep_value()
    hours[0]["value"]["friday"]["status"] = "closed"
    location.hours = hours
    publish(location)
    text = words(soup(client.get("/locations/russellville/")).main)
    assert location.after_hours in text
    assert location.appointment_note not in text
