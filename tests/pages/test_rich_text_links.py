"""Links in rich text point to published pages in the visitor's language, with one query for all links."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_condition, make_treatment, section
from tests.html import soup, words
from tests.translations import in_english, translate

pytestmark = pytest.mark.django_db


def prose(name, *targets):
    """Return a section whose text links to each of the pages, as the editor stores it."""
    links = " ".join(f'<a id="{page.pk}" linktype="page">{page.title}</a>' for page in targets)
    return section(name, heading=name.title(), text=f"<p>See {links}.</p>")


def links_on(response):
    return {words(link): link.get("href") for link in soup(response).main.select("section a:not(.phone)")}


@pytest.fixture
def warmth():
    return make_treatment("Warmth")


def test_link_has_the_url_of_the_page(client, warmth):
    page = make_condition(body=[prose("prognosis", warmth)])
    assert links_on(client.get(page.get_url())) == {"Warmth": "/treatments-we-provide/warmth/"}


def test_link_to_an_unpublished_or_deleted_page_becomes_plain_text(client, warmth):
    gone = make_treatment("Gone")
    page = make_condition(body=[prose("prognosis", warmth, gone)])
    gone.delete()
    warmth.unpublish()
    response = client.get(page.get_url())
    assert links_on(response) == {}
    assert "See Warmth Gone." in words(soup(response).main)


@pytest.mark.slow
def test_links_of_all_sections_need_one_query(client, warmth):
    others = [make_treatment() for _number in range(5)]
    plain = make_condition(body=[prose("prognosis")])
    linked = make_condition(
        body=[prose("prognosis", warmth, *others), prose("closing", *others), prose("text_section", warmth)]
    )
    counts = []
    client.get(make_condition(body=[prose("prognosis")]).get_url())
    for page in (plain, linked):
        with CaptureQueriesContext(connection) as captured:
            client.get(page.get_url())
        counts.append(len(captured))
    assert counts[1] == counts[0] + 1


@pytest.mark.slow
def test_spanish_page_links_to_the_translation(client, home, page_at, warmth):
    page = make_condition(body=[prose("prognosis", warmth, make_treatment("Cold"))])
    translate(home)
    translate(page_at("conditions-we-treat"))
    translate(page_at("treatments-we-provide"))
    translate(warmth)
    found = links_on(client.get(translate(page).get_url()))
    assert found["Warmth"] == "/es/treatments-we-provide/warmth/"
    assert found[f"Cold {in_english()}"] == "/treatments-we-provide/cold/"


def test_external_links_are_unchanged(client):
    text = (
        '<p><a href="https://medlineplus.gov/">MedlinePlus</a> <a linktype="email" href="mailto:a@b.example">a</a></p>'
    )
    page = make_condition(body=[section("prognosis", heading="Prognosis", text=text)])
    assert links_on(client.get(page.get_url()))["MedlinePlus"] == "https://medlineplus.gov/"
