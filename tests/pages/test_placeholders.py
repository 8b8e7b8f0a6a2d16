"""Placeholders are filled in every text of every page type, and wrong ones are refused at their field."""

import json

import pytest
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from forms.models import FormPage
from pages.models import BasePage, LocationPage, Passage, PersonIndexPage, PersonPage, WarningSign
from pages.page_texts import FIXED_TEXTS, is_text_block, stream_fields, text_fields
from pages.page_types import page_types
from pages.placeholders import Facts, FilledText, Filler, find_mistake
from search.indexing import index_pages
from tests.factories import make_person, publish
from tests.html import soup

pytestmark = pytest.mark.django_db

TEXT = "{phone} {clinic}"
FILLER = Filler(Facts("479-555-0100", "479-555-0101", "Pain & Co", "Town"), {"nih": 1, "aan": 2})


def example(block):
    """Return a stored value of the block with placeholders in every text."""
    if isinstance(block, blocks.StreamBlock):
        return [{"type": name, "value": example(child)} for name, child in block.child_blocks.items()]
    if isinstance(block, blocks.ListBlock):
        value = example(block.child_block)
        return [] if value is None else [{"type": "item", "value": value, "id": "1"}]
    if isinstance(block, blocks.StructBlock):
        return {name: example(child) for name, child in block.child_blocks.items()}
    if isinstance(block, SnippetChooserBlock):
        row = block.model_class.objects.filter(key__startswith="test").first()
        return row and row.pk
    if isinstance(block, blocks.RichTextBlock):
        return f"<p>{TEXT}</p>"
    if is_text_block(block):
        return TEXT
    if isinstance(block, blocks.ChoiceBlock):
        return next((value for value, _label in block.field.choices if value), None)
    return block.get_prep_value(block.get_default())


@pytest.fixture
def shared_rows(home):
    """A passage and a sign with placeholders."""
    Passage.objects.create(key="test", name=TEXT, text=f"<p>{TEXT}</p>", locale=home.locale)
    WarningSign.objects.create(key="test", text=TEXT, urgency="emergency", locale=home.locale)


# The list of people has no texts but those that every page has, and is not public as long as it is empty.
@pytest.mark.parametrize("model", [model for model in page_types(BasePage) if model is not PersonIndexPage])
def test_every_text_of_every_page_type_is_filled(model, shared_rows, client):
    if model is PersonPage:
        make_person()  # the site begins without people
    page = model.objects.filter(locale__language_code="en", live=True).first()
    for field in text_fields(model):
        if field.name not in FIXED_TEXTS:
            setattr(page, field.name, TEXT[: field.max_length])
    for field in stream_fields(model):
        if field.name not in ("hours", "sources", "connect_links", "ways_in"):
            setattr(page, field.name, field.to_python(json.dumps(example(field.stream_block))))
    if isinstance(page, FormPage):
        page.form_fields.update(label=TEXT, help_text=TEXT)
    page.clean_fields = page.full_clean = lambda *args, **kwargs: None
    page.save()
    index_pages([page.pk])
    response = client.get(page.get_url())
    html = response.content.decode()
    assert response.status_code == 200
    assert "{phone" not in html
    assert "{clinic" not in html
    shown = soup(response)
    assert not shown.select("a a, button a, title a, label a, option a")
    entry = model.objects.get(pk=page.pk).search_entry
    assert "{" not in f"{entry.titles}{entry.names}{entry.headings}{entry.text}"
    assert "479-967-7770" in entry.text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Call {phone}.", 'Call <a class="phone" href="tel:+14795550100">479-555-0100</a>.'),
        ("{clinic} in {city} <b>", "Pain &amp; Co in Town &lt;b&gt;"),
        (
            "True.{source:aan}{source:nih}",
            'True.<sup class="reference"><a href="#source-2"><span class="visually-hidden">Source </span>2</a>, '
            '<a href="#source-1"><span class="visually-hidden">Source </span>1</a></sup>',
        ),
        ("True.{source:unknown}", "True."),
    ],
)
def test_text_in_html_has_links(text, html):
    filled = FILLER.text(text)
    assert isinstance(filled, FilledText)
    assert filled.__html__() == html


def test_text_elsewhere_is_plain():
    assert FILLER.plain("Call {phone}, {fax}.{source:nih}") == "Call 479-555-0100, 479-555-0101."
    assert json.dumps(FILLER.text("Call {phone}.")) == '"Call 479-555-0100."'


def test_no_link_is_put_into_a_link_or_a_tag():
    html = '<p><a href="tel:{phone}"><b>{phone}</b></a></p>'
    assert FILLER.rich_text(html) == '<p><a href="tel:479-555-0100"><b>479-555-0100</b></a></p>'


@pytest.mark.parametrize("text", ["{fon}", "{phone", "phone}", "{Phone}", "{ phone }", "{}", "{{phone}}", "{pho<b>ne}"])
def test_unknown_placeholder_is_a_mistake(text):
    assert "{phone}, {fax}, {clinic}, {city}" in find_mistake(text)


@pytest.mark.parametrize("text", ["{phone}", "{phone} {fax} {clinic} {city}", "A.{source:nih}", "no braces"])
def test_known_placeholder_is_no_mistake(text):
    assert find_mistake(text) is None


def test_wrong_placeholder_is_refused_at_its_field_and_block(mid_back_pain):
    mid_back_pain.introduction = "Call {fon}."
    mid_back_pain.title = "Call {phone}"
    causes = next(block for block in mid_back_pain.body if block.block_type == "causes")
    causes.value["items"][1]["description"] = "Call {phone"
    with pytest.raises(ValidationError) as caught:
        mid_back_pain.full_clean()
    errors = caught.value.error_dict
    assert set(errors) == {"title", "introduction", "body"}
    assert "“{fon}” is not a placeholder" in errors["introduction"][0].message
    assert "do not work here" in errors["title"][0].message
    [section] = errors["body"][0].block_errors.values()
    inner = section.as_data()["items"] if hasattr(section, "as_data") else section.block_errors["items"]
    assert 1 in inner.block_errors


@pytest.mark.slow
def test_texts_follow_the_number(mid_back_pain, client, django_capture_on_commit_callbacks):
    mid_back_pain.introduction = "Call {phone} about your back."
    publish(mid_back_pain)
    location = LocationPage.objects.get(phone="479-967-7770")
    location.phone = "479-555-0199"
    with django_capture_on_commit_callbacks(execute=True):
        publish(location)
    html = client.get(mid_back_pain.get_url()).content.decode()
    assert 'Call <a class="phone" href="tel:+14795550199">479-555-0199</a> about your back.' in html
    mid_back_pain.refresh_from_db()
    assert "479-555-0199" in mid_back_pain.search_entry.text


def test_page_that_was_filled_cannot_be_saved(mid_back_pain):
    mid_back_pain.fill(None)
    with pytest.raises(RuntimeError, match="has been shown"):
        mid_back_pain.save()


def test_editor_shows_the_hint(mid_back_pain, editor_client):
    assert (
        "{phone}, {fax}, {clinic}, {city}"
        in editor_client.get(f"/admin/pages/{mid_back_pain.pk}/edit/").content.decode()
    )
