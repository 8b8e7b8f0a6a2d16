"""Legal notices show what the clinic filled in, and the clinic's own notice replaces the page's summary."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page

from home.management.commands.seed import CONTENT
from home.models import SeededPage
from home.seed.files import read_content
from home.seed.seeder import Action, Seeder
from pages.models import StandardPage
from search.models import Entry
from tests.factories import publish, section
from tests.html import soup, words
from tests.translations import translate

pytestmark = pytest.mark.django_db

PATH = "notice-of-privacy-practices"
ADDRESS = f"/{PATH}/"
TITLE = "Notice of Privacy Practices"
TEXT = "THIS NOTICE DESCRIBES HOW MEDICAL INFORMATION ABOUT YOU MAY BE USED AND DISCLOSED."
PARTS = {
    "own_notice_title": TITLE,
    "effective_on": datetime.date(2026, 7, 1),
    "contact_name": "Privacy Officer",
    "contact_phone": "479-555-0123",
}
COORDINATOR = {"coordinator_name": "Pat Example", "coordinator_phone": "479-555-0124"}


@pytest.fixture
def notice(page_at):
    return page_at(PATH)


def fill(page, **values):
    """Set the values of the page, with a text section as its own notice unless `own_notice` is given."""
    values = {"own_notice": [section("text_section", heading="Your rights", text=f"<p>{TEXT}</p>")], **values}
    for name, value in values.items():
        setattr(page, name, value)
    return page


def check_and_publish(page):
    page.full_clean()
    return publish(page)


def test_seeded_page_says_that_it_is_a_summary(client, notice):
    html = soup(client.get(ADDRESS))
    assert "summary" in words(html.h1).lower()
    assert "does not take the place of the full notice." in words(html.main)
    assert notice.own_notice_title == TITLE


def test_own_notice_takes_over_title_and_address_and_replaces_the_summary(client, notice):
    summary = notice.introduction.splitlines()[0]
    check_and_publish(fill(notice, **PARTS))
    html = soup(client.get(ADDRESS))
    assert words(html.h1) == TITLE
    assert TITLE in words(html.title)
    assert TEXT in words(html.main)
    assert "Effective date: July 1, 2026" in words(html.main)
    assert "Privacy Officer, 479-555-0123" in words(html.main)
    assert html.main.select_one('a[href="tel:+14795550123"]')
    assert summary not in words(html.main)
    assert TITLE in [words(link) for link in html.select(".notices a")]


def test_draft_and_live_title_are_the_same_after_publishing_the_own_notice(notice):
    check_and_publish(fill(notice, **PARTS))
    page = Page.objects.get(pk=notice.pk)
    assert (page.title, page.draft_title) == (TITLE, TITLE)


def test_search_reads_the_own_notice_instead_of_the_summary(notice, django_capture_on_commit_callbacks):
    summary = notice.introduction.splitlines()[0]
    with django_capture_on_commit_callbacks(execute=True):
        check_and_publish(fill(notice, **PARTS))
    texts = notice.texts_to_search()
    assert TEXT in " ".join(texts)
    assert summary not in " ".join(texts)
    entry = Entry.objects.get(page=notice)
    assert TITLE in entry.titles
    assert TEXT in entry.text
    assert summary not in entry.text
    assert entry.headings == "Your rights"


@pytest.mark.slow
def test_translated_notice_has_the_translated_title_and_the_same_date_and_number(notice):
    check_and_publish(fill(notice, **PARTS))
    spanish = translate(notice)
    assert (spanish.title, spanish.own_notice_title) == (f"ES {TITLE}", f"ES {TITLE}")
    assert (spanish.effective_on, spanish.contact_phone) == (PARTS["effective_on"], PARTS["contact_phone"])
    assert len(spanish.own_notice) == 1


@pytest.mark.parametrize("name", PARTS)
def test_own_notice_without_a_required_part_is_refused_at_that_part(notice, name):
    empty = None if name == "effective_on" else ""
    with pytest.raises(ValidationError) as caught:
        fill(notice, **{**PARTS, name: empty}).full_clean()
    assert list(caught.value.message_dict) == [name]


def test_editor_reads_the_sentence_next_to_the_field(editor_client, notice):
    data = {
        "title": notice.title,
        "slug": notice.slug,
        "introduction": notice.introduction,
        "illustration": "",
        "own_notice_title": TITLE,
        "contact_name": "Privacy Officer",
        "contact_phone": "",
        "effective_on": "",
        "coordinator_name": "",
        "coordinator_phone": "",
        "coordinator_email": "",
        "grievance_procedure": "",
        "action-publish": "1",
    }
    for stream in ("body", "sources", "own_notice", "billing_disclosure"):
        data[f"{stream}-count"] = "0"
    response = editor_client.post(reverse("wagtailadmin_pages:edit", args=[notice.pk]), data)
    assert "Write the notice, or clear its date and its contact below." in response.content.decode()
    notice.refresh_from_db()
    assert notice.contact_name == ""


@pytest.mark.parametrize("name", ["effective_on", "contact_name", "contact_phone"])
def test_part_of_a_notice_without_the_notice_is_refused(notice, name):
    with pytest.raises(ValidationError) as caught:
        fill(notice, own_notice=[], **{name: PARTS[name]}).full_clean()
    assert list(caught.value.message_dict) == ["own_notice"]


def test_empty_civil_rights_fields_show_nothing(client, page_at):
    html = soup(client.get("/nondiscrimination/"))
    headings = [words(heading) for heading in html.main.select("h2")]
    assert not page_at("nondiscrimination").coordinator_name
    assert {"Civil rights coordinator", "How to file a grievance with us"} & set(headings) == set()


def test_coordinator_and_grievance_procedure_are_shown(client, page_at):
    page = fill(
        page_at("nondiscrimination"),
        own_notice=[],
        **COORDINATOR,
        coordinator_email="rights@clinic.example",
        grievance_procedure="Write to the coordinator.\n\nWe answer in 30 days.",
    )
    check_and_publish(page)
    main = soup(client.get("/nondiscrimination/")).main
    assert "Pat Example, 479-555-0124, rights@clinic.example" in words(main)
    assert main.select_one('a[href="mailto:rights@clinic.example"]')
    assert "How to file a grievance with us Write to the coordinator. We answer in 30 days." in words(main)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"coordinator_name": "Pat Example"}, "coordinator_phone"),
        ({"coordinator_phone": "479-555-0124"}, "coordinator_name"),
        ({"coordinator_name": "Pat Example", "coordinator_phone": "555"}, "coordinator_phone"),
    ],
)
def test_incomplete_coordinator_is_refused(page_at, values, name):
    with pytest.raises(ValidationError) as caught:
        fill(page_at("nondiscrimination"), own_notice=[], **values).full_clean()
    assert list(caught.value.message_dict) == [name]


def test_good_faith_estimate_notice_is_in_the_footer(client):
    footer = soup(client.get("/")).select_one(".notices")
    assert footer.select_one('a[href="/good-faith-estimate/"]')
    main = soup(client.get("/good-faith-estimate/")).main
    assert "Good Faith Estimate" in words(main)
    assert "$400" in words(main)


def test_billing_disclosure_is_shown_once_the_clinic_filled_it_in(client, page_at):
    heading = "Your rights against surprise bills"
    assert heading not in words(soup(client.get("/good-faith-estimate/")).main)
    page = page_at("good-faith-estimate")
    page.billing_disclosure = [section("text_section", heading=heading, text="<p>You are protected.</p>")]
    check_and_publish(page)
    main = soup(client.get("/good-faith-estimate/")).main
    assert f"{heading} You are protected." in words(main)
    assert len({tag["id"] for tag in main.select("[id]")}) == len(main.select("[id]"))


@pytest.mark.slow
def test_notice_that_staff_edited_is_kept_when_its_file_changes(notice):
    notice.introduction = "Our own words."
    publish(notice)
    SeededPage.objects.filter(path=PATH).update(digest="of the file of an earlier version")
    steps = {step.content.path: step.action for step in Seeder(read_content(CONTENT)).run()}
    assert steps[PATH] is Action.KEEP_EDITED
    notice.refresh_from_db()
    assert notice.introduction == "Our own words."
    assert type(notice) is StandardPage


@pytest.mark.slow
def test_own_notice_is_kept_when_the_file_changes(notice):
    check_and_publish(fill(notice, **PARTS))
    SeededPage.objects.filter(path=PATH).update(digest="of the file of an earlier version")
    Seeder(read_content(CONTENT)).run()
    notice.refresh_from_db()
    assert (notice.title, len(notice.own_notice)) == (TITLE, 1)


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("vi", "ltr"), ("", None)])
def test_section_has_its_language_and_direction(client, page_at, language, direction):
    page = page_at("language-assistance")
    page.body = [section("text_section", heading="Help", text="<p>123</p>", language=language)]
    check_and_publish(page)
    found = soup(client.get("/language-assistance/")).find(id="help")
    assert (found.get("lang"), found.get("dir")) == (language or None, direction)
