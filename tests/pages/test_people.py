"""Pages about people: fields, pointers, structured data, and a list that is hidden while it is empty."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from pages.models import PersonIndexPage
from search.indexing import rebuild_index
from tests.factories import make_person, publish
from tests.html import json_ld, soup, words
from tests.reviews import fresh
from tests.translations import translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

LIST = "/our-team/"


@pytest.fixture
def places(page_at):
    """A condition, a treatment and a location."""
    paths = ("conditions-we-treat/neck-pain", "treatments-we-provide/nerve-blocks", "locations/russellville")
    return [page_at(path) for path in paths]


@pytest.fixture
def person(places):
    condition, treatment, location = places
    person = make_person(
        "Ann Doctor",
        credentials="MD",
        role="Pain physician",
        is_physician=True,
        languages=["en", "es"],
        introduction="She listens.",
    )
    person.conditions, person.treatments, person.locations = [condition], [treatment], [location]
    return publish(person)


def where_listed(client):
    """Return in which of the places that list pages the list of people is."""
    sources = {
        "page": client.get(LIST).status_code == 200,
        "menu": LIST in [link["href"] for link in soup(client.get("/")).select(".menu a")],
        "sitemap": LIST in client.get("/sitemap.xml").content.decode(),
        "search": bool(soup(client.get("/search/", {"q": "our team"})).select(f"main a[href='{LIST}']")),
    }
    return {name for name, is_listed in sources.items() if is_listed}


@pytest.mark.slow
def test_list_is_hidden_until_a_person_is_published(client, home):
    assert PersonIndexPage.objects.get().live
    assert where_listed(client) == set()
    person = make_person("Ann Doctor")
    assert where_listed(client) == {"page", "menu", "sitemap", "search"}
    person.unpublish()
    assert where_listed(client) == set()


def test_empty_list_does_not_answer_questions_about_doctors(client, home):
    answer = soup(client.get("/search/", {"q": "doctors"})).select_one("[data-answer]")
    assert answer["data-answer"] == "team"
    make_person("Ann Doctor")
    assert not soup(client.get("/search/", {"q": "doctors"})).select("[data-answer]")


@pytest.mark.slow
def test_spanish_list_is_hidden_until_a_person_is_translated(client, home, page_at):
    person = make_person("Ann Doctor")
    for page in (home, page_at("our-team")):
        translate(page)
    assert client.get(f"/es{LIST}").status_code == 404
    spanish = translate(person)
    assert client.get(f"/es{LIST}").status_code == 200
    assert spanish.user is None


def test_page_shows_the_person(client, person, places):
    main = soup(client.get(person.get_url())).main
    assert words(main.h1) == "Ann Doctor, MD"
    for text in ("Pain physician", "She listens.", "Languages: English, Spanish"):
        assert text in words(main)
    assert [link["href"] for link in main.select(".page-list a")] == [
        places[2].get_url(),
        places[0].get_url(),
        places[1].get_url(),
    ]


@pytest.mark.slow
def test_linked_pages_show_the_person(client, person, places):
    for place in places:
        link = soup(client.get(place.get_url())).select_one(".people a")
        assert (link["href"], words(link)) == (person.get_url(), "Ann Doctor, MD")
    person.unpublish()
    for place in places:
        assert not soup(client.get(place.get_url())).select(".people")


@pytest.mark.slow
def test_pointers_hold_in_spanish(client, home, page_at, person, places):
    for page in (home, page_at("our-team"), page_at("conditions-we-treat"), places[0]):
        translate(page)
    spanish = translate(person)
    assert [page.pk for page in spanish.conditions.all()] == [places[0].pk]
    main = soup(client.get(spanish.get_url())).main
    assert "/es/conditions-we-treat/neck-pain/" in [link["href"] for link in main.select(".page-list a")]
    shown = soup(client.get("/es/conditions-we-treat/neck-pain/")).select_one(".people a")
    assert shown["href"] == spanish.get_url()


@pytest.mark.slow
def test_json_ld_describes_a_physician_or_another_person(client, person):
    data = json_ld(client.get(person.get_url()))
    url = f"https://www.ioipm.example{person.get_url()}"
    physician = data["Physician"]
    assert (physician["@id"], physician["name"], physician["knowsLanguage"]) == (
        f"{url}#person",
        "Ann Doctor, MD",
        ["en", "es"],
    )
    assert physician["availableService"][0]["name"] == "Nerve Blocks"
    assert data["ProfilePage"]["mainEntity"] == {"@id": f"{url}#person"}
    person.is_physician = False
    publish(person)
    assert json_ld(client.get(person.get_url()))["Person"]["jobTitle"] == "Pain physician"


@pytest.mark.slow
def test_photo_needs_a_description_and_is_shown_with_it(client, person):
    person.photo = Image.objects.create(title="IMG_2041", file=get_test_image_file())
    with pytest.raises(ValidationError, match="Describe the photo"):
        person.full_clean()
    person.photo_alt = "Dr. Doctor, smiling"
    publish(person)
    response = client.get(person.get_url())
    assert soup(response).main.select_one("img")["alt"] == "Dr. Doctor, smiling"
    assert json_ld(response)["Physician"]["image"].startswith("https://www.ioipm.example/")
    assert soup(client.get(LIST)).main.select_one(".people img")["alt"] == ""


@pytest.mark.slow
def test_search_finds_a_person_by_name_role_and_language(client, person):
    rebuild_index()
    for query in ("Ann Doctor", "dr doctor", "pain physician"):
        found = soup(client.get("/search/", {"q": query})).select(f"main a[href='{person.get_url()}']")
        assert found, query


def test_marketing_creates_a_person_in_the_admin(log_in, home):
    marketing = log_in("Marketing", name="mark")
    parent = PersonIndexPage.objects.get()
    add = reverse("wagtailadmin_pages:add", args=["pages", "personpage", parent.pk])
    page = soup(marketing.get(add))
    choices = page.select("[name=conditions]")
    assert len(choices) == 15
    assert {choice["type"] for choice in choices} == {"checkbox"}
    assert not page.select("[name=user]")
    assert Page.objects.get(slug="our-team").specific.page_description


@pytest.mark.slow
def test_pointer_to_a_deleted_page_does_no_harm(client, person, places):
    person.save_revision()
    places[0].delete()
    assert client.get(person.get_url()).status_code == 200
    fresh(person).get_latest_revision().publish()
    assert client.get(person.get_url()).status_code == 200
