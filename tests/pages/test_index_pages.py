"""The lists of conditions and treatments show their pages in groups and from A to Z."""

from types import SimpleNamespace

import pytest

from pages.alphabet import from_a_to_z
from pages.models import BodyArea, ConditionPage, TreatmentPage
from tests.factories import make_condition, make_treatment
from tests.html import soup, words
from tests.translations import translate

pytestmark = pytest.mark.django_db

CONDITIONS, TREATMENTS = "/conditions-we-treat/", "/treatments-we-provide/"


def a_to_z(response):
    """Return tuples of a letter, the text of an entry and its URL."""
    return [
        (words(letter.h3), words(entry), entry.a["href"])
        for letter in soup(response).select(".a-to-z__letter")
        for entry in letter.select("li")
    ]


def conditions_of(client, area):
    """Return the titles of the conditions that are listed under a body area."""
    section = soup(client.get(CONDITIONS)).find("section", id=area)
    return [words(link) for link in section.select(".page-list a")]


def sorted_names(*names, language="en"):
    """Return the letters with the sorted names, for pages with these titles."""
    pages = [SimpleNamespace(title=name, other_names_list=[], path=name) for name in names]
    return [(letter, [entry.name for entry in entries]) for letter, entries in from_a_to_z(pages, language)]


@pytest.mark.parametrize(
    ("address", "first", "groups"),
    [(CONDITIONS, "by-body-area", BodyArea), (TREATMENTS, "by-kind", TreatmentPage.Kind)],
)
def test_both_orders_are_sections_of_one_page(client, address, first, groups):
    page = soup(client.get(address)).main
    links = [link["href"] for link in page.nav.select("a")]
    assert links == [f"#{first}", "#a-to-z"]
    for link in page.select("nav a"):
        assert page.find(id=link["href"].removeprefix("#"))
    sections = page.find("section", id=first).select("section[id]")
    assert [(section["id"], words(section.h3)) for section in sections] == [(one.value, one.label) for one in groups]


@pytest.mark.parametrize(("address", "total"), [(CONDITIONS, 15), (TREATMENTS, 19)])
def test_each_page_is_listed_once_under_its_letter(client, address, total):
    page = soup(client.get(address)).main
    titles = [words(link) for link in page.select(".a-to-z__title")]
    assert len(titles) == len(set(titles)) == total
    for letter in page.select(".a-to-z__letter"):
        for title in letter.select(".a-to-z__title"):
            assert words(title)[0] == words(letter.h3)


def test_list_of_all_conditions_has_one_card_for_each_with_the_name_in_the_menu_first(client, page_at):
    cards = soup(client.get(CONDITIONS)).select(".area-filter__all li")
    conditions = page_at("conditions-we-treat").conditions
    assert [words(card) for card in cards] == [f"{page.label} {page.plain_name}".strip() for page in conditions]
    assert words(cards[3]) == "Lumbar Radicular Pain Sciatica"
    assert "Joints/Bursa Pain" in [words(card) for card in cards]


def test_every_group_of_an_area_leads_back_to_all_conditions(client):
    groups = soup(client.get(CONDITIONS)).select(".page-group[id]")
    assert {group.select_one(".page-group__whole a")["href"] for group in groups} == {"#by-body-area"}


@pytest.mark.slow
def test_area_lists_likely_conditions_first(client):
    ConditionPage.objects.all().update(live=False)
    make_condition("Rare", body_areas=["knee", "hip"], frequency="uncommon")
    make_condition("Elsewhere", body_areas=["knee", "hip"], main_areas=["hip"], frequency="very_common")
    make_condition("Usual", body_areas=["knee"], frequency="common")
    make_condition("Usual too", body_areas=["knee"], main_areas=["knee"], frequency="common")
    assert conditions_of(client, "knee") == ["Usual", "Usual too", "Rare", "Elsewhere"]
    assert conditions_of(client, "hip") == ["Elsewhere", "Rare"]


def test_other_name_links_to_its_page(client):
    assert ("S", "Sciatica: see Lumbar Radicular Pain", "/conditions-we-treat/lumbar-radicular-pain/") in a_to_z(
        client.get(CONDITIONS)
    )


def test_other_name_that_differs_from_the_title_only_in_case_is_not_listed(client):
    make_treatment("Cold-Laser", other_names="cold laser\nLight\nLight")
    entries = [entry for _letter, entry, _address in a_to_z(client.get(TREATMENTS)) if "Cold-Laser" in entry]
    assert entries == ["Cold-Laser", "Light: see Cold-Laser"]


def test_other_name_of_two_pages_links_to_both(client):
    for title in ("Cold Feet", "Cold Hands"):
        make_condition(title, other_names="Chill")
    entries = [entry for _letter, entry, _address in a_to_z(client.get(CONDITIONS)) if entry.startswith("Chill")]
    assert entries == ["Chill: see Cold Feet", "Chill: see Cold Hands"]


def test_unpublished_page_is_not_listed(client, page_at):
    page_at("conditions-we-treat/lumbar-radicular-pain").unpublish()
    assert "Lumbar Radicular" not in str(a_to_z(client.get(CONDITIONS)))


@pytest.mark.slow
def test_markup_in_a_name_is_escaped(client):
    make_condition("Cold Feet", other_names="<b>Chill</b>")
    response = client.get(CONDITIONS)
    assert b"<b>Chill" not in response.content
    assert "<b>Chill</b>: see Cold Feet" in words(soup(response).main)


def test_accents_case_and_punctuation_do_not_change_the_order():
    assert sorted_names("éclair", "Zoster", "“Echo”", "Eczema", "mid-back", "Mid Neck", "Midas") == [
        ("E", ["“Echo”", "éclair", "Eczema"]),
        ("M", ["mid-back", "Mid Neck", "Midas"]),
        ("Z", ["Zoster"]),
    ]


def test_spanish_sorts_accents_with_their_letter_and_enye_after_n():
    names = ("Ñáñaras", "Nuca", "Óseo", "Obeso", "Árnica", "Ano", "Año", "Anzuelo", "Chal", "Cuello")
    assert sorted_names(*names, language="es") == [
        ("A", ["Ano", "Anzuelo", "Año", "Árnica"]),
        ("C", ["Chal", "Cuello"]),
        ("N", ["Nuca"]),
        ("Ñ", ["Ñáñaras"]),
        ("O", ["Obeso", "Óseo"]),
    ]


def test_english_sorts_enye_as_n():
    assert sorted_names("Niño", "Ñame", "Nook") == [("N", ["Ñame", "Niño", "Nook"])]


def test_digits_come_first():
    assert sorted_names("Arm", "3D scan") == [("0–9", ["3D scan"]), ("A", ["Arm"])]


@pytest.mark.slow
def test_spanish_list_shows_only_spanish_pages(client, home, page_at):
    for page in (home, page_at("conditions-we-treat")):
        translate(page)
    for path, title, other in (
        ("neck-pain", "Ñu", "Último"),
        ("mid-back-pain", "Óseo", ""),
        ("fibromyalgia", "Nuca", ""),
    ):
        spanish_page = translate(page_at(f"conditions-we-treat/{path}"))
        ConditionPage.objects.filter(pk=spanish_page.pk).update(title=title, other_names=other)
    entries = a_to_z(client.get("/es/conditions-we-treat/"))
    assert [(letter, entry.split(":")[0]) for letter, entry, _address in entries] == [
        ("N", "Nuca"),
        ("Ñ", "Ñu"),
        ("O", "Óseo"),
        ("U", "Último"),
    ]
    assert entries[3][1].endswith(" Ñu")
    assert all(address.startswith("/es/") for _letter, _entry, address in entries)
