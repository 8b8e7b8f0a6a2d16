"""A list of more than 100 pages has its first pages on the list, and all of them on pages of their own."""

import pytest

from pages.models import BodyArea, ConditionPage, TreatmentPage
from tests.factories import make_condition
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

CONDITIONS, TREATMENTS = "/conditions-we-treat/", "/treatments-we-provide/"


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    monkeypatch.setattr("pages.models.long_list.MOST_ON_ONE_PAGE", 4)
    monkeypatch.setattr("pages.models.condition.MOST_IN_A_GROUP", 3)
    monkeypatch.setattr("pages.models.treatment.MOST_IN_A_GROUP", 3)


def links(client, address, selector):
    return [link["href"] for link in soup(client.get(address)).main.select(selector)]


def parts(client, address):
    """Return the addresses of the pages that the part at this address and the next parts list."""
    found = links(client, address, ".page-list a")
    following = links(client, address, "a[rel=next]")
    return found + (parts(client, following[0]) if following else [])


@pytest.mark.parametrize(("address", "groups"), [(CONDITIONS, BodyArea), (TREATMENTS, TreatmentPage.Kind)])
def test_each_group_shows_its_first_pages_and_a_link_to_all(client, address, groups):
    sections = soup(client.get(address)).main.select(".page-group")
    assert [section["id"] for section in sections] == groups.values
    for section in sections:
        assert len(section.select(".page-list a")) <= 3
        assert section.select("a")[-1]["href"] == f"{address}list/{section['id']}/"


def test_all_conditions_of_an_area_are_in_its_parts_with_the_likely_ones_first(client):
    found = parts(client, f"{CONDITIONS}list/lower_back/")
    pages = [page for page in ConditionPage.objects.live().order_by("path") if "lower_back" in page.body_areas]
    in_order = sorted(pages, key=lambda page: page.likelihood(BodyArea.LOWER_BACK))
    assert found == [page.get_url() for page in in_order]
    assert len(found) > 4


@pytest.mark.parametrize(("address", "model"), [(CONDITIONS, ConditionPage), (TREATMENTS, TreatmentPage)])
@pytest.mark.slow
def test_every_page_is_in_the_part_of_its_letter(client, address, model):
    letters = links(client, address, "#a-to-z a")
    found = [page for letter in letters for page in parts(client, letter)]
    assert sorted(found) == sorted(page.get_url() for page in model.objects.live())


def test_letter_with_an_accent_is_listed_with_the_plain_letter(client):
    page = make_condition("Ártic cold", slug="cold")
    assert page.get_url() in parts(client, f"{CONDITIONS}list/a/")


def test_part_has_its_own_title_and_links_back(client):
    page = soup(client.get(f"{CONDITIONS}list/lower_back/2/"))
    assert words(page.title).startswith("Lower back: Conditions We Treat")
    assert page.main.select_one("a[rel=prev]")["href"] == f"{CONDITIONS}list/lower_back/"


@pytest.mark.parametrize(
    "end", ["list/", "list/nothing/", "list/neck/99/", "list/neck/0/", "list/neck/x/", "list/neck/1/2/", "neck/"]
)
def test_other_address_below_the_list_is_not_found(client, end):
    assert client.get(f"{CONDITIONS}{end}").status_code == 404


def test_short_list_has_no_parts(client, monkeypatch):
    monkeypatch.setattr("pages.models.long_list.MOST_ON_ONE_PAGE", 100)
    assert client.get(f"{CONDITIONS}list/neck/").status_code == 404
    assert links(client, CONDITIONS, "a[href*='/list/']") == []


def test_menu_shows_the_first_entries_of_each_group_and_a_link_to_all(client, monkeypatch):
    monkeypatch.setattr("pages.navigation.MOST_IN_A_GROUP", 2)
    panel = soup(client.get("/")).select_one(".submenu__panel")
    assert all(len(group.select("a")) <= 2 for group in panel.select(".submenu__list"))
    assert [link["href"] for link in panel.select(".submenu__link--all")] == [CONDITIONS, CONDITIONS]
