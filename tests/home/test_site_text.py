"""The texts shown on every page are fields of the home page: edited in one tab, previewed, translated, searched."""

import pytest
from django.urls import reverse

from tests.factories import publish
from tests.html import soup, words
from tests.translations import translate

pytestmark = pytest.mark.django_db


def test_editor_has_a_tab_with_the_texts(editor_client, home):
    page = soup(editor_client.get(reverse("wagtailadmin_pages:edit", args=[home.pk])))
    [tab] = [link for link in page.select("[role=tab]") if "On every page" in words(link)]
    panel = page.select_one(tab["href"])
    for name in ("main_location", "clinic_name", "call_line", "referral_heading", "newsletter_heading"):
        assert panel.select_one(f"[name={name}]"), name
    for name in ("referral_text", "newsletter_text"):
        assert panel.select_one(f"[name={name}]"), name
    assert panel.select_one("#connect_links")


@pytest.mark.slow
def test_preview_of_a_draft_shows_its_texts_in_header_and_footer(client, editor_client, home):
    home.call_line, home.referral_heading = "Ring {phone}.", "Come as you are"
    home.save_revision()
    draft = soup(editor_client.get(reverse("wagtailadmin_pages:view_draft", args=[home.pk])))
    assert words(draft.select_one(".call-line")) == "Ring 479-967-7770."
    assert "Come as you are" in words(draft.footer)
    published = soup(client.get("/"))
    assert words(published.select_one(".call-line")).startswith("Call 479-967-7770")


def test_home_page_without_a_call_line_still_shows_the_number(client, home):
    home.call_line = ""
    publish(home)
    assert words(soup(client.get("/privacy/")).select_one(".call-line")) == "Call us: 479-967-7770"


def test_location_page_shows_how_to_get_an_appointment(client):
    assert "Appointments By Referral Only" in words(soup(client.get("/locations/russellville/")).main)


def test_page_without_a_main_location_shows_the_name_and_no_number(client, home):
    type(home).objects.filter(pk=home.pk).update(main_location=None)  # the admin refuses this
    page = soup(client.get("/privacy/"))
    assert "Institute of Interventional Pain Management" in words(page.header)
    assert not page.select_one("a[href^=tel]:not(main a)")


@pytest.mark.parametrize("query", ["Appointments By Referral Only", "Institute of Interventional Pain Management"])
def test_home_page_is_found_by_the_texts(client, query):
    hits = soup(client.get("/search/", {"q": query})).select(".search-results__title")
    assert "/" in [hit["href"] for hit in hits]


@pytest.mark.slow
def test_spanish_home_page_has_its_own_texts_and_the_same_name(client, home):
    translate(home)
    page = soup(client.get("/es/"))
    assert words(page.select_one(".call-line")) == "ES Call 479-967-7770 for spine and joint pain management."
    assert words(page.select_one(".header__name")) == "Institute of Interventional Pain Management"
