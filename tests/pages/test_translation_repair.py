"""Sites that were in use before Spanish pages were guarded: readers see what they saw, and no English."""

from importlib import import_module

import pytest
from django.apps import apps
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from pages.models import ConditionPage, WarningSign
from pages.translations.repair import repair_translations
from tests.factories import items, make_condition, make_warning_sign, section
from tests.translations import MARK, translate

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

ROWS = import_module("pages.migrations.0027_mark_complete_rows")
PAGES = import_module("pages.migrations.0028_unpublish_incomplete_translations")


@pytest.fixture
def sign(db):
    return make_warning_sign()


@pytest.fixture
def page(sign):
    card = section("care_card", urgency="emergency", text="", signs=items(sign.pk))
    return make_condition("Cold Feet", introduction="It is cold outside today.", body=[card])


@pytest.fixture
def spanish(page):
    return translate(page)


def migrate():
    ROWS.mark_rows(apps, None)
    PAGES.unpublish_incomplete_pages(apps, None)


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def test_complete_page_stays_public(spanish, page):
    migrate()
    assert is_live(spanish)
    assert is_live(page)


@pytest.mark.slow
def test_page_with_a_text_that_is_not_translated_becomes_a_draft(spanish, page):
    StringTranslation.objects.get(context__object_id=page.translation_key, context__path="introduction").delete()
    migrate()
    assert not is_live(spanish)
    assert is_live(page)


def test_page_with_a_sign_that_is_not_translated_becomes_a_draft(spanish, sign):
    StringTranslation.objects.filter(context__object_id=sign.translation_key).delete()
    migrate()
    row = WarningSign.objects.get(translation_key=sign.translation_key, locale=spanish.locale)
    assert not row.is_complete
    assert not is_live(spanish)
    assert WarningSign.objects.get(pk=sign.pk).is_complete


def test_page_that_staff_edit_by_hand_stays_public(spanish, page):
    StringTranslation.objects.filter(context__object_id=page.translation_key).delete()
    Translation.objects.update(enabled=False)
    migrate()
    assert is_live(spanish)


@pytest.mark.slow
def test_page_that_shows_english_is_published_from_its_translations(spanish, page, django_capture_on_commit_callbacks):
    ConditionPage.objects.filter(pk=spanish.pk).update(introduction=page.introduction)
    with django_capture_on_commit_callbacks(execute=True):
        assert repair_translations() == [spanish.title]
    assert ConditionPage.objects.get(pk=spanish.pk).introduction == MARK + page.introduction
    assert repair_translations() == []


@pytest.mark.slow
def test_page_by_hand_that_shows_english_is_unpublished(spanish, page):
    ConditionPage.objects.filter(pk=spanish.pk).update(introduction=page.introduction)
    Translation.objects.update(enabled=False)
    assert repair_translations() == [spanish.title]
    assert not is_live(spanish)
