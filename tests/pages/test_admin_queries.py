"""The lists of pages in the admin, and the form of a condition, need no query for each page that they show."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from pages.models import ConditionIndexPage, ConditionPage
from tests.factories import make_treatment
from tests.html import soup, words
from tests.ioipm.test_queries import add_conditions
from tests.translations import translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

PREFIX = "body-0-value"


def cost(client, address):
    client.get(address)  # Wagtail stores what the editor has seen
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.fixture
def conditions(db):
    """The address of the admin's list of the conditions."""
    return f"/admin/pages/{ConditionIndexPage.objects.get(locale__language_code='en').pk}/"


@pytest.mark.slow
def test_list_of_pages_costs_the_same_for_50_pages_as_for_15(editor_client, conditions):
    few = cost(editor_client, conditions)
    add_conditions(50)
    assert cost(editor_client, conditions) <= few + 2
    assert few <= 40


def actions_of(client, address, page):
    row = soup(client.get(address)).find(id=f"page_{page.pk}_title").find_parent("tr")
    return [words(link) for link in row.select("a, button") if words(link)]


@pytest.mark.slow
def test_row_offers_to_translate_until_the_page_is_translated(editor_client, conditions, home, page_at):
    page = page_at("conditions-we-treat/neck-pain")
    before = actions_of(editor_client, conditions, page)
    assert "Translate this page" in before
    assert "Sync translated pages" not in before
    for one in (home, page_at("conditions-we-treat"), page):
        translate(one)
    after = actions_of(editor_client, conditions, page)
    assert "Translate this page" not in after
    assert "Sync translated pages" in after


def sent_options(treatments):
    """Return the fields that the editor's form sends for treatment options with these values of the chooser."""
    options = f"{PREFIX}-tiers-0-value-options"
    fields = {
        f"{PREFIX}-heading": "",
        f"{PREFIX}-introduction": "",
        f"{PREFIX}-passages-count": "0",
        f"{PREFIX}-tiers-count": "1",
        **{f"{PREFIX}-tiers-0-{name}": value for name, value in order("0")},
        f"{PREFIX}-tiers-0-value-tier": "conservative",
        f"{options}-count": str(len(treatments)),
    }
    for number, treatment in enumerate(treatments):
        fields |= {f"{options}-{number}-{name}": value for name, value in order(str(number))}
        fields[f"{options}-{number}-value-name"] = f"Option {number}"
        fields[f"{options}-{number}-value-description"] = ""
        fields[f"{options}-{number}-value-treatment"] = treatment
    data = QueryDict(mutable=True)
    data.update(fields)
    return data


def order(number):
    return [("deleted", ""), ("order", number), ("type", "item"), ("id", "")]


@pytest.mark.slow
def test_form_of_a_condition_reads_its_treatments_with_one_query(django_assert_num_queries):
    block = ConditionPage._meta.get_field("body").stream_block.child_blocks["treatment_options"]
    treatments = [make_treatment() for _number in range(5)]
    data = sent_options([*(str(page.pk) for page in treatments), "", "999999", "x"])
    with django_assert_num_queries(1):
        value = block.value_from_datadict(data, {}, PREFIX)
        cleaned = block.clean(value)
    chosen = [option["treatment"] for option in cleaned["tiers"][0]["options"]]
    assert chosen == [*treatments, None, None, None]
