"""Sources are rows: a page lists them by number, and its texts refer to the numbers."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.rich_text import RichText

from pages.models import Passage, Source
from tests.factories import items, make_condition, section
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def source():
    return Source.objects.create(
        key="test-facts", publisher="Test Institute", title="Facts", year=2024, url="https://test.example/facts"
    )


@pytest.fixture
def other():
    return Source.objects.create(key="test-other", title="Other facts", url="https://test.example/other")


@pytest.fixture
def passage(home, other, source):
    passage = Passage(key="test", name="Ice", text="<p>Ice helps.{source:test-other}</p>", locale=home.locale)
    passage.sources = [("source", other), ("source", source)]
    passage.save()
    return passage


@pytest.fixture
def page(source, passage):
    """A condition that refers to a source and includes a passage with another."""
    text = section("text_section", heading="More", text="<p>Snow is cold.{source:test-facts}</p>")
    text["value"]["passages"] = items(passage.pk)
    return make_condition(
        "Cold Feet", introduction="They are cold.{source:test-facts}", body=[text], sources=[("source", source)]
    )


def test_list_has_the_sources_of_the_page_then_those_of_its_passages(client, page):
    shown = soup(client.get(page.get_url()))
    assert [(item["id"], words(item)) for item in shown.select(".sources li")] == [
        ("source-1", "Test Institute: Facts (2024)"),
        ("source-2", "Other facts"),
    ]


def test_reference_is_a_link_with_the_number_of_its_source(client, page):
    shown = soup(client.get(page.get_url()))
    found = [(link["href"], words(link)) for link in shown.select("sup.reference a")]
    assert found == [("#source-1", "Source 1"), ("#source-1", "Source 1"), ("#source-2", "Source 2")]
    assert "{source" not in shown.decode()


def test_reference_to_a_source_that_is_not_listed_is_refused(page, other):
    page.introduction = "They are cold.{source:test-other}"
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert "Add the source “Other facts” to the list of sources below first." in str(caught.value)


def test_reference_to_an_unknown_source_is_refused(page):
    page.body[0].value["text"] = RichText("<p>Snow.{source:nothing}</p>")
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    [error] = caught.value.error_dict["body"]
    assert "There is no source with the key “nothing”." in str(error.block_errors[0].block_errors["text"])


def test_reference_in_a_heading_is_refused(page):
    page.body[0].value["heading"] = "More{source:test-facts}"
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    [error] = caught.value.error_dict["body"]
    assert "not in a heading" in str(error.block_errors[0].block_errors["heading"])


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://test.example/new", "Begin the address with https://"),
        ("https://TEST.example/facts/", "already has this address"),
    ],
)
def test_wrong_address_is_refused(source, url, reason):
    with pytest.raises(ValidationError, match=reason):
        Source(key="new", title="New", url=url).full_clean()


def test_description_and_search_have_no_references(page):
    assert page.search_entry.text.splitlines()[0] == "They are cold."
