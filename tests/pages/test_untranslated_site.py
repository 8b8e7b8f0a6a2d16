"""A site without translated pages returns only Spanish 404 pages under /es/."""

import pytest
from wagtail.models import Page

from tests.html import soup, words
from tests.translations import submit, translate

pytestmark = pytest.mark.django_db

CONDITION = "conditions-we-treat/mid-back-pain"


@pytest.mark.parametrize("path", ["", "conditions-we-treat/", f"{CONDITION}/", "nothing-here/"])
def test_every_spanish_url_returns_a_spanish_404(client, path):
    response = client.get(f"/es/{path}")
    assert response.status_code == 404
    assert response["Content-Language"] == "es"
    page = soup(response)
    assert page.html["lang"] == "es"
    assert "479-967-7770" in words(page.main)
    assert page.select_one(".header__name")["href"] == "/"
    assert page.main.select_one("a[hreflang=en]")["href"] == ("/" if path == "nothing-here/" else f"/{path}")
    text = words(page.body)
    for english in ("Page not found", "Call", "Hours", "Closed", "Menu", "Privacy", "Appointments", "Mon "):
        assert english not in text


def test_page_submitted_for_translation_stays_a_draft(client, home):
    submit(home)
    assert not home.get_translations().first().live
    assert client.get("/es/").status_code == 404


@pytest.mark.slow
def test_english_alias_of_a_parent_is_not_shown(client, mid_back_pain):
    """wagtail-localize publishes English aliases of the pages above one that is translated."""
    translate(mid_back_pain)
    aliases = Page.objects.filter(locale__language_code="es", alias_of__isnull=False, live=True)
    assert aliases.count() == 2
    assert client.get("/es/").status_code == 404
    assert client.get("/es/conditions-we-treat/").status_code == 404


def test_english_page_without_a_translation_has_no_hreflang_link(client):
    assert soup(client.get("/")).select("[hreflang]") == []


def test_spanish_footer_has_phone_and_address_but_no_english_sentences(client):
    page = soup(client.get("/es/nothing-here/"))
    assert "479-967-7770" in words(page.footer)
    assert "2405 West Main Street" in words(page.footer)
    assert "By Referral Only" not in words(page.footer)
    assert "Closed All Major Holidays" not in words(page.footer)
    assert words(page.select_one(".call-line")) == "Llámenos: 479-967-7770"
