"""New pages, fields and links are as their editor expects them."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.models import Page

from forms.models import FormPage
from home.models import HomePage
from ioipm.settings.environment import BASE_DIR
from pages.models import ConditionIndexPage, ConditionPage, LocationPage, StandardPage, TreatmentPage
from pages.phone import normalize_phone_links
from pages.sections import RESERVED_BEGINNINGS, RESERVED_IDS
from tests.factories import make_form, make_standard_page, section
from tests.forms.test_form_fields import edit_form
from tests.html import soup, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "expected"),
    [(ConditionPage, True), (TreatmentPage, True), (StandardPage, False), (LocationPage, False), (FormPage, False)],
)
def test_new_page_is_in_the_menu_where_its_type_belongs_there(model, expected):
    assert model().show_in_menus is expected


@pytest.mark.parametrize("model", [ConditionPage, TreatmentPage])
def test_group_in_the_menu_is_asked_for(model):
    page = model(title="New", slug="new", introduction="New.")
    assert getattr(page, model.menu_group_field) == ""
    with pytest.raises(ValidationError) as caught:
        page.clean_fields()
    assert model.menu_group_field in caught.value.message_dict


def test_explorer_lists_pages_in_the_order_of_the_menu(editor_client):
    index = ConditionIndexPage.objects.get(locale__language_code="en")
    listing = soup(editor_client.get(f"/admin/pages/{index.pk}/"))
    titles = [words(link) for link in listing.select("table.listing .title-wrapper a, td.title .title-wrapper")]
    expected = [page.get_admin_display_title() for page in Page.objects.child_of(index).order_by("path")]
    assert list(dict.fromkeys(title for title in titles if title in expected)) == expected


def test_new_form_field_is_optional(editor_client):
    contact = FormPage.objects.get(slug="contact-us", locale__language_code="en")
    page = editor_client.get(f"/admin/pages/{contact.pk}/edit/").content.decode()
    assert re.search(r'name="form_fields-__prefix__-required"(?![^>]*checked)', page)
    assert [field.required for field in contact.form_fields.all()].count(True) == 2


@pytest.mark.slow
def test_form_that_notifies_nobody_says_so_when_it_is_published(editor_client):
    page = make_form(notified="")
    for notified, is_warned in (("", True), ("desk@clinic.example", False)):
        data = edit_form(editor_client, page) | {"action-publish": "1", "notified": notified}
        data |= {"thank_you_text": "We call you.", "form_fields-TOTAL_FORMS": "0"}
        response = editor_client.post(f"/admin/pages/{page.pk}/edit/", data, follow=True)
        assert ("notifies nobody by mail" in words(soup(response).select_one(".messages"))) is is_warned


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("(479) 967-7770", "tel:+14799677770"),
        ("479.967.7770 x12", "tel:+14799677770;ext=12"),
        ("+1 479 967 7770", "tel:+14799677770"),
        ("1-479-967-7770 ext. 5", "tel:+14799677770;ext=5"),
        ("911", "tel:911"),
        ("+44 20 7946 0958", "tel:+442079460958"),
    ],
)
def test_telephone_link_is_written_as_phones_dial_it(typed, expected):
    assert normalize_phone_links(f'<a href="tel:{typed}">Call</a>') == f'<a href="{expected}">Call</a>'


def test_telephone_link_in_a_text_is_normalized(client, home):
    text = section("text_section", heading="Call", text='<p><a href="tel:(479) 967-7770">Call us</a></p>')
    page = make_standard_page(home, body=[text])
    assert soup(client.get(page.get_url())).main.find("a", string="Call us")["href"] == "tel:+14799677770"


def template_ids():
    """Return the identifiers in the templates of public pages."""
    skipped = ("wagtailadmin", "styleguide", "forms/admin", "forms/desk", "forms/outbox", "ioipm", "newsletter/admin")
    skipped += ("pages/admin", "pages/translation_admin", "pages/announcing_panel.html", "pages/week_form.html")
    for file in (BASE_DIR / "templates").rglob("*.html"):
        if not any(part in str(file) for part in skipped):
            yield from re.findall(r'\bid="([^"]+)"', file.read_text(encoding="utf-8"))


def test_identifiers_of_the_templates_are_reserved():
    made_by_code = {"{{ section_id }}", "{{ id }}", "{{ group.value }}", "{{ widget.attrs.id }}"}
    made_by_code |= {"{{ field.auto_id }}", "{{ field.auto_id }}_error", "{{ field.auto_id }}_helptext"}
    ids = {one for one in template_ids() if one not in made_by_code}
    assert {one for one in ids if one not in RESERVED_IDS and not one.startswith(RESERVED_BEGINNINGS)} == set()


def test_section_ids_are_unique_on_a_page(client, home):
    headings = ["Risk", "Risk", "Risk 2", "Risk", *RESERVED_IDS, *(f"{one}x" for one in RESERVED_BEGINNINGS)]
    body = [section("text_section", heading=heading, text="<p>Text.</p>") for heading in headings]
    page = soup(client.get(make_standard_page(home, body=body).get_url()))
    ids = [element["id"] for element in page.select("[id]")]
    assert sorted(ids) == sorted(set(ids))
    assert [section["id"] for section in page.select("section[id]")][:4] == ["risk", "risk-2", "risk-2-2", "risk-3"]
    assert len(page.select("section[id] > h2")) >= len(headings)


def test_home_page_and_its_translations_are_in_the_menu_order_too():
    with override("en"):
        assert HomePage().get_admin_default_ordering() == "ord"
