"""The body map and the list next to it link to the conditions of each body area."""

import pytest

from pages.models import BodyArea, ConditionPage
from tests.factories import make_condition
from tests.html import soup, words
from tests.translations import translate

pytestmark = pytest.mark.django_db

ADDRESSES = ["/", "/conditions-we-treat/"]
DRAWN = [area.value for area in BodyArea if area != BodyArea.WHOLE_BODY]


def body_map(client, address="/"):
    return soup(client.get(address)).select_one(".body-map")


def areas(links):
    return [link["data-area"] for link in links]


@pytest.mark.parametrize("address", ADDRESSES)
def test_list_shows_every_area_in_order(client, address):
    links = body_map(client, address).select(".body-map__list a")
    assert areas(links) == [area.value for area in BodyArea]
    assert [words(link) for link in links] == [area.label for area in BodyArea]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_points_to_the_area_in_the_list_of_conditions(client, address):
    ids = {section["id"] for section in soup(client.get("/conditions-we-treat/")).select("section[id]")}
    for link in body_map(client, address).select("a"):
        assert link["href"] == f"/conditions-we-treat/#{link['data-area']}"
        assert link["data-area"] in ids


def test_each_area_is_drawn_in_the_views_that_show_it(client):
    front, back = (areas(view.select("a")) for view in body_map(client).select("svg"))
    assert set(front) | set(back) == set(DRAWN)
    assert set(front) - set(back) == {"abdomen"}
    assert set(back) - set(front) == {"mid_back", "lower_back"}


def test_each_drawn_area_has_its_name_as_title(client):
    for link in body_map(client).select("svg a"):
        assert words(link.title) == BodyArea(link["data-area"]).label


def test_whole_body_link_is_below_the_drawing(client):
    assert areas(body_map(client).select(".body-map__drawing > a")) == ["whole_body"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_area_without_conditions_is_drawn_and_not_linked(client, address):
    shapes = len(body_map(client, address).select(".body-map__shape"))
    ConditionPage.objects.all().update(live=False)
    make_condition(body_areas=["neck"])
    found = body_map(client, address)
    assert set(areas(found.select("a"))) == {"neck"}
    assert len(found.select(".body-map__shape")) == shapes


def test_drawing_is_hidden_from_screen_readers_and_the_tab_key(client):
    """WCAG 2.2, 4.1.2: elements that are hidden from screen readers must not be reachable with the Tab key."""
    drawing = body_map(client).select_one(".body-map__drawing")
    assert drawing["aria-hidden"] == "true"
    assert {link.get("tabindex") for link in drawing.select("a")} == {"-1"}
    assert set(areas(drawing.select("a"))) == set(areas(body_map(client).select(".body-map__list a")))


@pytest.mark.parametrize("address", ADDRESSES)
def test_body_map_says_that_it_is_no_diagnosis(client, address):
    assert "it is never a diagnosis" in words(body_map(client, address))


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_conditions_there_is_no_body_map(client, address):
    ConditionPage.objects.all().update(live=False)
    assert body_map(client, address) is None


@pytest.mark.slow
def test_spanish_body_map_links_only_to_spanish_conditions(client, home, page_at):
    for page in (home, page_at("conditions-we-treat"), page_at("conditions-we-treat/mid-back-pain")):
        translate(page)
    for address in ("/es/", "/es/conditions-we-treat/"):
        links = body_map(client, address).select("a")
        assert {link["href"] for link in links} == {"/es/conditions-we-treat/#mid_back"}
        assert "Upper and mid back" not in words(body_map(client, address))
