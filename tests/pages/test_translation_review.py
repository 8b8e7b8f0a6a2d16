"""A translation is reviewed by the person who reads it, for one text; until then readers are told."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext, override
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import StringTranslation, Translation

from pages.languages import REVIEWED_TYPES, visible
from pages.models import TranslationStatus
from pages.models.reviewed import ReviewedMixin
from pages.page_types import page_types
from pages.translation_admin.fingerprint import fingerprint_of_draft, fingerprint_of_translation
from pages.translation_admin.required_review import reason_not_to_publish
from pages.translation_admin.review import TextChangedError, sign
from tests.factories import items, make_condition, publish, section
from tests.factories import make_passage as new_passage
from tests.html import soup, words
from tests.translations import MARK, translate, translate_row

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture(scope="module")
def translated(module_database):
    """A condition with a passage, and the pages above it, in Spanish."""
    passage = new_passage("Feet", text="<p>Keep them <b>dry</b>.</p>")
    body = [section("causes", heading="", introduction="Water.", items=[], passages=[])]
    page = make_condition("Cold Feet", introduction="They are cold.", body=body)
    for above in page.get_ancestors().filter(depth__gte=2):
        translate(above.specific)
    translate(page)
    return page.pk, passage.pk


@pytest.fixture
def english(translated, db):
    return Page.objects.get(pk=translated[0]).specific


@pytest.fixture
def spanish(english):
    return english.get_translations().get(locale__language_code="es").specific


@pytest.fixture
def translation(english):
    return Translation.objects.get(source__object_id=english.translation_key)


@pytest.fixture
def reviewer(django_user_model):
    user = django_user_model.objects.create_user("rosa", first_name="Rosa", last_name="Example")
    user.user_permissions.add(Permission.objects.get(codename="review_translation"))
    return user


def reword(page, path, text):
    """Change a Spanish text and publish the Spanish page."""
    StringTranslation.objects.filter(context__object_id=page.translation_key, context__path=path).update(data=text)
    return translate(page)


def note(client, page):
    return soup(client.get(page.get_url())).select_one(".translation-note")


def test_types_that_need_a_review_are_those_with_medical_text():
    assert set(REVIEWED_TYPES) == {model._meta.model_name for model in page_types(ReviewedMixin)}


@pytest.mark.slow
def test_fingerprint_of_the_draft_is_that_of_the_published_page(translation, spanish):
    assert fingerprint_of_draft(translation) == fingerprint_of_translation(spanish)
    assert spanish.translation_status.published_text == fingerprint_of_translation(spanish)


def test_unreviewed_page_says_so_with_the_phone_number(client, english, spanish):
    shown = note(client, spanish)
    with override("es"):
        assert words(shown).startswith(gettext("Machine translation, under review."))
    assert shown.select_one("a[href^='tel:']")
    assert note(client, english) is None


@pytest.mark.slow
def test_reviewed_page_says_nothing_until_its_text_changes(client, english, spanish, translation, reviewer):
    sign(translation, reviewer, fingerprint_of_draft(translation))
    assert note(client, spanish) is None
    status = TranslationStatus.objects.get(page=spanish)
    assert (status.reviewer_name, status.is_reviewed) == ("Rosa Example", True)
    reword(english, "introduction", "Están fríos.")
    assert note(client, spanish) is not None
    reword(english, "introduction", f"{MARK}They are cold.")
    assert note(client, spanish) is None


def test_review_stays_when_only_the_address_changes(client, english, spanish, translation, reviewer):
    sign(translation, reviewer, fingerprint_of_draft(translation))
    spanish.slug = "pies-frios"
    publish(spanish)
    assert note(client, spanish) is None


def test_draft_is_reviewed_before_it_is_public(client, english, spanish, translation, reviewer):
    texts = StringTranslation.objects.filter(context__object_id=english.translation_key, context__path="introduction")
    texts.update(data="Están fríos.")
    sign(translation, reviewer, fingerprint_of_draft(translation))
    assert note(client, spanish) is not None
    translate(english)
    assert note(client, spanish) is None


def test_nobody_signs_without_permission_or_for_a_text_that_has_changed(translation, reviewer, django_user_model):
    read = fingerprint_of_draft(translation)
    with pytest.raises(PermissionDenied):
        sign(translation, django_user_model.objects.create_user("mark"), read)
    StringTranslation.objects.filter(context__path="introduction").update(data="Otra cosa.")
    with pytest.raises(TextChangedError):
        sign(translation, reviewer, read)
    assert not TranslationStatus.objects.exclude(reviewed_text="").exists()


def test_review_is_in_the_history_of_the_page(spanish, translation, reviewer):
    sign(translation, reviewer, fingerprint_of_draft(translation))
    entry = PageLogEntry.objects.get(page=spanish.pk, action="pages.review_translation")
    assert entry.user == reviewer


@pytest.mark.slow
def test_review_lapses_when_a_passage_of_the_page_changes(
    client, english, spanish, translation, reviewer, translated, django_capture_on_commit_callbacks
):
    passage = type(new_passage("Other"))._default_manager.get(pk=translated[1])
    spanish_row = translate_row(passage)
    with django_capture_on_commit_callbacks(execute=True):
        english.body = [section("causes", heading="", introduction="Water.", items=[], passages=items(passage.pk))]
        publish(english)
    translation.source.update_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        spanish = translate(english)
    sign(translation, reviewer, fingerprint_of_draft(translation))
    assert note(client, spanish) is None
    spanish_row.text = "<p>Otra cosa.</p>"
    spanish_row.save()
    assert note(client, spanish) is not None


@pytest.mark.slow
def test_setting_keeps_unreviewed_clinical_pages_from_the_public(client, settings, spanish, translation, reviewer):
    settings.PUBLISH_UNREVIEWED_SPANISH = False
    assert client.get(spanish.get_url()).status_code == 404
    assert reason_not_to_publish(translation)
    assert client.get(spanish.get_parent().get_url()).status_code == 200
    sign(translation, reviewer, fingerprint_of_draft(translation))
    assert client.get(spanish.get_url()).status_code == 200
    assert reason_not_to_publish(translation) == ""
    assert visible(Page.objects.all(), "es").filter(pk=spanish.pk).exists()
