"""Links to pages that readers cannot open: the text stays, and editors find the links in a report."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import make_condition, make_passage, make_treatment, treatment_options
from tests.html import soup, words
from tests.pages.test_rich_text_links import links_on, prose
from tests.translations import translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

REPORT = "/admin/reports/dead-links/"


@pytest.fixture
def linked(django_capture_on_commit_callbacks):
    """A treatment, and a condition whose text links to it."""
    with django_capture_on_commit_callbacks(execute=True):
        target = make_treatment("Warmth")
        return target, make_condition("Cold Feet", body=[prose("prognosis", target)])


def rows(client):
    """Return what the report lists: where, and what it leads to."""
    return [tuple(words(cell) for cell in row.select("td")) for row in soup(client.get(REPORT)).select("tbody tr")]


@pytest.mark.slow
def test_link_is_listed_until_its_page_is_published_again(editor_client, linked):
    target, _page = linked
    assert rows(editor_client) == []
    target.unpublish()
    assert rows(editor_client) == [("Cold Feet (English)", "Warmth")]
    line = next(one for one in soup(editor_client.get("/admin/")).select("#waiting-section a") if REPORT in one["href"])
    assert "Texts with links that lead nowhere" in words(line)
    target.save_revision().publish()
    assert rows(editor_client) == []


@pytest.mark.slow
def test_links_to_private_pages_choices_and_passages_are_listed(
    editor_client, linked, django_capture_on_commit_callbacks
):
    target, _page = linked
    with django_capture_on_commit_callbacks(execute=True):
        make_condition("Chosen", body=[treatment_options(target)])
        make_passage("Wraps", text=f'<p><a id="{target.pk}" linktype="page">Warm</a></p>')
    PageViewRestriction.objects.create(page=target, restriction_type="login")
    assert rows(editor_client) == [
        ("Chosen (English)", "Warmth"),
        ("Cold Feet (English)", "Warmth"),
        ("Wraps (English)", "Warmth"),
    ]


@pytest.mark.slow
def test_text_in_both_languages_stays_without_the_link(client, home, page_at, linked):
    target, page = linked
    translate(home)
    translate(page_at("conditions-we-treat"))
    translate(page_at("treatments-we-provide"))
    translate(target)
    spanish = translate(page)
    target.unpublish()
    for address in (page.get_url(), spanish.get_url()):
        response = client.get(address)
        assert links_on(response) == {}
        assert "Warmth" in words(soup(response).main)


def test_front_desk_does_not_see_the_report(desk):
    assert desk.get(REPORT).status_code == 302
    assert REPORT not in desk.get("/admin/").content.decode()
