"""Fully translated Spanish pages are served under /es/, and no English text is published there by accident."""

import pytest
from wagtail.models import Page, Site
from wagtail_localize.models import StringTranslation

from pages.models import ConditionPage
from tests.factories import items, make_condition, publish, section
from tests.html import json_ld, soup, words
from tests.reviews import sign
from tests.translations import MARK, in_english, submit, translate

pytestmark = pytest.mark.django_db

CONDITION = "conditions-we-treat/mid-back-pain"


@pytest.fixture(scope="module")
def translated(module_database):
    """Translate home, the list of conditions and Mid-Back Pain once for all tests of the module that use them.

    Returns the primary keys of the Spanish pages.
    """
    home = Site.objects.get(is_default_site=True).root_page
    english = [home, *(Page.objects.get(url_path=f"/home/{path}/") for path in ("conditions-we-treat", CONDITION))]
    return [translate(page.specific).pk for page in english]


@pytest.fixture
def spanish(translated, db):
    """Return home, the list of conditions and Mid-Back Pain in Spanish."""
    return [Page.objects.get(pk=pk).specific for pk in translated]


@pytest.mark.slow
def test_page_with_a_text_left_in_english_is_not_published(client, spanish, page_at):
    neck_pain = page_at("conditions-we-treat/neck-pain")
    spanish_page = translate(neck_pain, leave_out=[neck_pain.search_description])
    assert not spanish_page.live
    spanish_page.get_latest_revision().publish()
    spanish_page.refresh_from_db()
    assert not spanish_page.live
    assert client.get(spanish_page.get_url()).status_code == 404
    assert MARK + "Neck Pain" not in words(soup(client.get("/es/")).select_one(".menu"))
    assert spanish_page.get_url().encode() not in client.get("/sitemap.xml").content


@pytest.mark.slow
def test_page_stays_as_published_until_changed_english_text_is_translated(client, spanish, mid_back_pain):
    address, before = spanish[2].get_url(), mid_back_pain.introduction
    mid_back_pain.introduction = "Something new is known."
    publish(mid_back_pain)
    shown = client.get(address).content.decode()
    assert before[:40] in shown
    assert "Something new" not in shown
    translate(mid_back_pain)
    assert "ES Something new is known." in client.get(address).content.decode()


def test_page_that_staff_edit_by_hand_stays_public(client, spanish, mid_back_pain):
    translation = submit(mid_back_pain)
    StringTranslation.objects.get(
        context__object_id=mid_back_pain.translation_key, context__path="introduction"
    ).delete()
    translation.enabled = False
    translation.save()
    assert client.get(spanish[2].get_url()).status_code == 200


def test_translated_page_is_shown_in_spanish(client, spanish):
    page = soup(client.get(f"/es/{CONDITION}/"))
    assert page.html["lang"] == "es"
    assert words(page.h1) == "ES Mid-Back Pain"
    assert "Conservative Management" not in words(page.main)
    for element in page.main.select(":is(h2, li, p):not(.care-card *, .figure *, .sources *, .translation-note)"):
        assert "ES " in words(element) or not words(element)[0].isascii() or element.name == "li"


@pytest.mark.slow
def test_spanish_page_links_to_translations_and_to_english_pages_if_there_are_none(client, spanish, page_at):
    treatments = [page_at("treatments-we-provide"), page_at("treatments-we-provide/trigger-point-injections")]
    links = {words(a): a["href"] for a in soup(client.get(f"/es/{CONDITION}/")).select(".tiers a")}
    assert links[f"ES Trigger Point Injections {in_english()}"] == "/treatments-we-provide/trigger-point-injections/"
    for page in treatments:
        translate(page)
    links = {words(a): a["href"] for a in soup(client.get(f"/es/{CONDITION}/")).select(".tiers a")}
    assert links["ES Trigger Point Injections"] == "/es/treatments-we-provide/trigger-point-injections/"
    assert links[f"ES Facet Joint Injections {in_english()}"] == "/treatments-we-provide/facet-joint-injections/"


@pytest.mark.slow
def test_spanish_treatment_lists_spanish_conditions(client, spanish, page_at, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(spanish[2])
    for path in ("treatments-we-provide", "treatments-we-provide/trigger-point-injections"):
        translate(page_at(path))
    page = soup(client.get("/es/treatments-we-provide/trigger-point-injections/"))
    assert "ES Mid-Back Pain" in [words(link) for link in page.main.select(".page-list a")]
    assert all(link["href"].startswith("/es/") for link in page.main.select(".page-list a"))


def test_both_languages_have_hreflang_links(client, spanish):
    for address in (f"/{CONDITION}/", f"/es/{CONDITION}/"):
        found = {link["hreflang"]: link["href"] for link in soup(client.get(address)).select("link[hreflang]")}
        base = "https://www.ioipm.example"
        assert found == {
            "en": f"{base}/{CONDITION}/",
            "es": f"{base}/es/{CONDITION}/",
            "x-default": f"{base}/{CONDITION}/",
        }


def test_page_links_to_the_other_language(client, spanish):
    link = soup(client.get(f"/{CONDITION}/")).select_one(".languages a")
    assert (link["href"], link["lang"], words(link)) == (f"/es/{CONDITION}/", "es", "Español")
    back = soup(client.get(f"/es/{CONDITION}/")).select_one(".languages a")
    assert (back["href"], back["lang"], words(back)) == (f"/{CONDITION}/", "en", "English")


def test_sitemap_has_both_languages(client, spanish):
    text = client.get("/sitemap.xml").content.decode()
    assert f"<loc>https://www.ioipm.example/es/{CONDITION}/</loc>" in text
    assert f'hreflang="es" href="https://www.ioipm.example/es/{CONDITION}/"' in text


@pytest.mark.slow
def test_spanish_footer_has_the_sentences_after_they_are_translated(client, spanish, page_at):
    for path in ("locations", "locations/russellville"):
        translate(page_at(path))
    page = soup(client.get("/es/"))
    assert "ES Appointments By Referral Only" in words(page.footer)
    assert "ES Closed All Major Holidays" in words(page.footer)
    assert "479-967-7770" in words(page.select_one(".call-line"))


def test_spanish_home_page_shows_no_english_sentence_of_an_untranslated_location(client, spanish):
    footer = words(soup(client.get("/es/")).footer)
    assert "ES Appointments By Referral Only" in footer
    assert "2405 West Main Street" in footer
    assert "Closed All Major Holidays" not in footer


def test_json_ld_is_in_spanish(client, spanish):
    data = json_ld(client.get(f"/es/{CONDITION}/"))
    assert data["MedicalWebPage"]["inLanguage"] == "es"
    assert data["MedicalCondition"]["name"] == "ES Mid-Back Pain"


@pytest.mark.slow
def test_hours_numbers_and_areas_follow_the_english_page(spanish, mid_back_pain):
    mid_back_pain.body_areas = ["neck"]
    publish(mid_back_pain)
    submit(mid_back_pain).source.update_from_db()
    spanish_page = translate(mid_back_pain)
    assert spanish_page.body_areas == ["neck"]


@pytest.mark.slow
def test_translation_does_not_inherit_a_review(spanish, mid_back_pain):
    publish(sign(mid_back_pain))
    submit(mid_back_pain).source.update_from_db()
    assert not translate(mid_back_pain).is_reviewed


@pytest.mark.slow
def test_translation_editor_opens_for_a_page_with_every_optional_text_empty(editor_client, spanish):
    terms = {"heading": "Causes", "items": items({"term": "Strain"})}
    page = make_condition(body=[section("causes", **terms), section("treatment_options", heading="Options", tiers=[])])
    submit(page)
    spanish_page = ConditionPage.objects.get(translation_key=page.translation_key, locale__language_code="es")
    assert editor_client.get(f"/admin/pages/{spanish_page.pk}/edit/").status_code == 200


def test_spanish_404_page_links_to_the_spanish_home_page(client, spanish):
    page = soup(client.get("/es/nothing-here/"))
    assert page.main.select_one("a")["href"] == page.select_one(".header__name")["href"] == "/es/"


def test_section_in_another_language_has_a_lang_attribute(client):
    part = soup(client.get("/language-assistance/")).main.select_one("section[lang=es]")
    assert words(part).startswith("Español ATENCIÓN: Si habla español")


def test_unknown_language_is_a_404(client):
    assert client.get("/fr/").status_code == 404
