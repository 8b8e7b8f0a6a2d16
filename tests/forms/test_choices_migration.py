"""The migration gives each choice a key, the same in every language and revision, and keeps values and translations."""

import json
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslationContext,
)

from forms.models import FormPage, KnownField
from tests.translations import submit

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

migration = import_module("forms.migrations.0015_give_choices_keys")
PATH = "contact-us"


def labels(blocks):
    return {block["id"]: block["value"] for block in blocks}


def test_translated_choice_has_the_key_of_its_line_in_english():
    english = migration.blocks(PATH, ["Red", "Blue"], ["Red", "Blue"])
    spanish = migration.blocks(PATH, ["Red", "Blue"], ["Rojo", "Azul"])
    assert list(labels(english)) == list(labels(spanish))
    assert list(labels(spanish).values()) == ["Rojo", "Azul"]


def test_translation_with_another_number_of_lines_has_the_english_words_as_it_was_shown():
    assert list(labels(migration.blocks(PATH, ["Red", "Blue"], ["Rojo"])).values()) == ["Red", "Blue"]


def test_keys_are_those_of_the_content_file():
    page = FormPage.objects.get(slug=PATH, locale__language_code="en")
    for label, key in page_choices(page).items():
        assert migration.key_of(PATH, label) == key


def page_choices(page):
    return {label: key for key, label in page.form_fields.get(clean_name="topic").choice_pairs()}


def test_revisions_and_the_record_of_the_form_are_converted():
    page = FormPage.objects.get(slug=PATH, locale__language_code="en")
    topic = page.form_fields.get(clean_name="topic")
    revision = page.get_latest_revision()
    for field in revision.content["form_fields"]:
        field["choices"] = "Red\n\nBlue\nRed" if field["clean_name"] == "topic" else ""
    revision.save()
    migration.convert_revisions(apps, page, PATH, {})
    revision.refresh_from_db()
    [converted] = [one for one in revision.content["form_fields"] if one["clean_name"] == "topic"]
    assert list(labels(json.loads(converted["choices"])).values()) == ["Red", "Blue"]
    assert revision.as_object().form_fields.all()[3].choice_pairs()[0] == (migration.key_of(PATH, "Red"), "Red")
    old = SimpleNamespace(clean_name="topic", choice_lines="Red\nBlue")
    migration.record_values(apps, page, PATH, [old])
    recorded = KnownField.objects.get(form__key=page.translation_key, key=topic.clean_name).choices
    assert recorded == {migration.key_of(PATH, "Red"): "Red", migration.key_of(PATH, "Blue"): "Blue"}


def test_translated_lines_become_translations_of_the_choices():
    page = FormPage.objects.get(slug=PATH, locale__language_code="en")
    topic = page.form_fields.get(clean_name="topic")
    translation = submit(page)
    context = TranslationContext.objects.create(
        object_id=page.translation_key,
        path=f"form_fields.{topic.translation_key}.choices",
        path_id=TranslationContext._get_path_id(f"form_fields.{topic.translation_key}.choices"),
        field_path="form_fields.choices",
    )
    english = [segment.string.data for segment in choice_segments(translation)]
    translation.source.stringsegment_set.filter(context__field_path="form_fields.choices.choice").delete()
    string = String.objects.create(
        locale=page.locale,
        data="<br/>".join(english),
        data_hash=String._get_data_hash("<br/>".join(english)),
    )
    StringSegment.objects.create(source=translation.source, context=context, string=string, order=9, attrs="null")
    StringTranslation.objects.create(
        translation_of=string,
        locale=translation.target_locale,
        context=context,
        data="<br/>".join(f"ES {one}" for one in english),
        translation_type="manual",
    )
    content = json.loads(translation.source.content_json)
    for field in content["form_fields"]:
        field["choices"] = "\n".join(english) if field["clean_name"] == "topic" else ""
    translation.source.content_json = json.dumps(content)
    translation.source.save()
    migration.convert_translations(apps, page, PATH)
    translation.source.refresh_from_db()
    translation.source.refresh_segments()
    found = choice_segments(translation).annotate_translation(translation.target_locale)
    assert {one.string.data: one.translation for one in found} == {one: f"ES {one}" for one in english}
    assert not TranslationContext.objects.filter(pk=context.pk).exists()


def choice_segments(translation):
    topic = FormPage.objects.get(slug=PATH, locale__language_code="en").form_fields.get(clean_name="topic")
    segments = translation.source.stringsegment_set.select_related("string").order_by("order")
    return segments.filter(context__path__startswith=f"form_fields.{topic.translation_key}.choices.")
