"""The menu shows the page tree, with the names and order of the clinic's source text."""

import re

import pytest

from pages.models import Region, TreatmentPage
from tests.factories import make_condition, publish
from tests.home.test_source_page import SOURCE
from tests.html import soup, words

pytestmark = pytest.mark.django_db


def source_menu():
    """Return the menu of the source text: pairs of a top entry and the entries below it."""
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    entries = []
    for line in lines[: lines.index("Mid-Back Pain")]:
        if match := re.match(r"^( +)• (.*)$", line):
            is_top = len(match[1]) == 2
            entries.append((match[2], [])) if is_top else entries[-1][1].append(match[2])
    return entries


def menu_of(response):
    """Return the page's menu: tuples of a top entry, the links below it, and the list item; without everyday names."""
    menu = []
    for item in soup(response).select(".menu__list > li"):
        top = item.select_one(".menu__link")
        for name in item.select(".submenu__plain-name"):
            name.decompose()
        menu.append((words(top), item.select(".submenu__link:not(.submenu__link--all)"), item))
    return menu


def test_source_menu_is_complete():
    assert [len(children) for _top, children in source_menu()] == [0, 15, 19, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "address", ["/", "/conditions-we-treat/mid-back-pain/", "/opioid-management/", "/nothing-here/"]
)
def test_menu_has_the_names_of_the_source_and_its_order_within_each_group(client, address):
    menu = menu_of(client.get(address))
    assert [top for top, _links, _item in menu] == [top for top, _names in source_menu()]
    for (_top, links, item), (_same, names) in zip(menu, source_menu(), strict=True):
        assert sorted(words(link) for link in links) == sorted(names)
        for group in item.select(".submenu__list"):
            grouped = [words(link) for link in group.select("a")]
            assert grouped == [name for name in names if name in grouped]


def test_menu_shows_the_everyday_name_below_the_name_of_the_source(client):
    publish(make_condition("Lumbago", plain_name="Low back pain"))
    link = soup(client.get("/")).find("a", href=re.compile("/lumbago/$"), class_="submenu__link")
    assert words(link) == "Lumbago Low back pain"
    assert words(link.select_one(".submenu__plain-name")) == "Low back pain"


def test_menu_groups_conditions_by_region_and_treatments_by_kind(client):
    headings = [
        [words(heading) for heading in item.select(".submenu__heading")]
        for _top, links, item in menu_of(client.get("/"))
        if links
    ]
    assert headings == [list(map(str, Region.labels)), list(map(str, TreatmentPage.Kind.labels))]


def test_condition_is_in_the_group_that_the_editor_chose(client, mid_back_pain):
    mid_back_pain.region = Region.JOINTS
    publish(mid_back_pain)
    group = soup(client.get("/")).select_one("[aria-labelledby=menu-joints]")
    assert "Mid-Back Pain" in words(group)


@pytest.mark.slow
def test_every_link_in_menu_and_footer_returns_200(client):
    page = soup(client.get("/"))
    addresses = {link["href"] for link in page.select(".menu__list a, .notices a")}
    assert len(addresses) == 1 + 1 + 15 + 1 + 19 + 5 + 7
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_current_page_and_its_section_are_marked(client):
    page = soup(client.get("/conditions-we-treat/mid-back-pain/"))
    assert [words(link) for link in page.select(".menu [aria-current=page]")] == ["Mid-Back Pain"]
    assert [words(link) for link in page.select(".menu__link--open")] == ["Conditions We Treat"]


def test_label_is_in_the_menu_and_title_on_the_page(client):
    response = client.get("/treatments-we-provide/sacroiliac-joint-injections/")
    assert "Sacroiliac Joint Inj." in words(soup(response).select_one(".menu"))
    assert words(soup(response).h1) == "Sacroiliac Joint Injections"


def test_page_not_shown_in_menus_is_not_in_the_menu(client, mid_back_pain):
    mid_back_pain.show_in_menus = False
    mid_back_pain.save()
    assert "Mid-Back Pain" not in words(soup(client.get("/")).select_one(".menu"))


def test_unpublished_page_is_not_in_the_menu(client, mid_back_pain):
    mid_back_pain.unpublish()
    assert "Mid-Back Pain" not in words(soup(client.get("/")).select_one(".menu"))


def test_menu_follows_the_order_of_the_tree(client, page_at):
    neck_pain, lower_back_pain = (
        page_at("conditions-we-treat/neck-pain"),
        page_at("conditions-we-treat/lower-back-pain"),
    )
    neck_pain.move(lower_back_pain, pos="left")
    _top, links, _item = menu_of(client.get("/"))[1]
    assert [words(link) for link in links][:3] == ["Neck Pain", "Lower Back Pain", "Mid-Back Pain"]


def test_title_with_markup_is_escaped(client):
    make_condition("<script>alert(1)</script> & more")
    response = client.get("/")
    assert b"<script>alert(1)" not in response.content
    assert "<script>alert(1)</script> & more" in words(soup(response).select_one(".menu"))


def test_submenus_open_without_javascript(client):
    submenus = soup(client.get("/")).select(".menu details.submenu > summary")
    assert [words(summary) for summary in submenus] == ["Conditions We Treat", "Treatments We Provide"]


def test_breadcrumbs_link_to_the_pages_above(client):
    trail = soup(client.get("/conditions-we-treat/mid-back-pain/")).select_one(".breadcrumbs")
    assert [words(step) for step in trail.select("li")] == ["Home", "Conditions We Treat", "Mid-Back Pain"]
    assert [link["href"] for link in trail.select("a")] == ["/", "/conditions-we-treat/"]


def test_home_has_no_breadcrumbs(client):
    assert soup(client.get("/")).select_one(".breadcrumbs") is None
