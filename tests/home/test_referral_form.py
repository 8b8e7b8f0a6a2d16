"""The footer, the contact page and the home page link to the form for referring offices."""

import pytest
from django.utils import translation
from wagtail.models import PageViewRestriction

from pages.site_context import SiteContext
from tests.factories import make_standard_page, publish
from tests.html import soup, words
from tests.translations import translate

pytestmark = pytest.mark.django_db

ADDRESS = "/referral-form/"


def links(element):
    return element.select(f'a[href="{ADDRESS}"]')


@pytest.mark.parametrize("address", ["/", "/conditions-we-treat/neck-pain/", "/privacy/", "/nothing-here/"])
def test_footer_links_to_the_form(client, page_at, address):
    [link] = links(soup(client.get(address)).select_one("footer.footer"))
    assert words(link) == page_at("referral-form").title


def test_contact_page_and_home_page_link_to_the_form(client):
    assert links(soup(client.get("/contact-us/")).main)
    assert links(soup(client.get("/")).main)


def test_form_does_not_link_to_itself(client):
    assert not links(soup(client.get(ADDRESS)).main)


def test_unpublished_form_is_not_linked(client, page_at):
    page_at("referral-form").unpublish()
    assert not links(soup(client.get("/contact-us/")))


@pytest.mark.parametrize("restricted", ["form", "page above"])
def test_restricted_form_is_not_linked(page_at, home, restricted):
    form, above = page_at("referral-form"), make_standard_page(home)
    form.move(above, "last-child")
    page = form if restricted == "form" else above
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert SiteContext().referral_form is None


def test_restriction_of_another_page_does_not_matter(page_at):
    page = page_at("privacy")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert SiteContext().referral_form.pk == page_at("referral-form").pk


def test_home_page_without_a_form_links_to_none(client, home):
    home.referral_form = None
    publish(home)
    assert SiteContext().referral_form is None
    assert not links(soup(client.get("/contact-us/")))


def test_deleted_form_is_not_linked(client, page_at):
    page_at("referral-form").delete()
    assert SiteContext().referral_form is None


@pytest.mark.slow
def test_translation_is_linked_when_there_is_one(home, page_at):
    form = page_at("referral-form")
    translate(home)
    with translation.override("es"):
        assert SiteContext().referral_form.pk == form.pk
    translated = translate(form)
    with translation.override("es"):
        assert SiteContext().referral_form.pk == translated.pk


def test_context_needs_no_further_query(rf, django_assert_num_queries):
    site = SiteContext(rf.get("/"))
    with django_assert_num_queries(1):
        assert None not in (site.home, site.location, site.referral_form)


def test_patients_are_told_before_the_fields_not_to_write_about_symptoms(client):
    for address in ("/", "/contact-us/"):
        html = soup(client.get(address))
        note = html.select_one(".form__notice")
        assert "Fever, a bad headache, new weakness or numbness" in words(note)
        assert "Do not write. Call 479-967-7770 now." in words(note)
        assert note.sourceline < html.select_one("form.form").sourceline


def test_offices_do_not_read_the_note_for_patients(client):
    assert "after a procedure" not in words(soup(client.get(ADDRESS)).select_one(".form__notice"))
