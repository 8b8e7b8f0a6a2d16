"""A passage or a sign reads the same on every page: a change is shown at once, and the pages' reviews lapse."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from pages.models import Passage, Source, WarningSign
from tests.factories import items, make_condition, publish, section
from tests.html import soup, words
from tests.reviews import fresh, is_shown, sign
from tests.translations import submit, translate, translate_row, translate_strings

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


@pytest.fixture
def passage(home):
    passage = Passage(key="test", name="Ice", text="<p>Use ice for <b>ten</b> minutes.</p>", locale=home.locale)
    passage.save()
    return passage


@pytest.fixture
def warning_sign(home):
    return WarningSign.objects.create(key="test", text="You feel no cold.", urgency="emergency", locale=home.locale)


@pytest.fixture
def page(passage, warning_sign, django_capture_on_commit_callbacks):
    """A condition with a valid review, a passage and a sign."""
    text = section("text_section", heading="More", text="<p>Snow is cold.</p>", passages=items(passage.pk))
    card = section("care_card", urgency="emergency", text="", signs=items(warning_sign.pk))
    with django_capture_on_commit_callbacks(execute=True):
        return publish(sign(make_condition("Cold Feet", body=[card, text])))


def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.slow
def test_page_shows_passages_and_signs(client, page):
    text = words(soup(client.get(page.get_url())).main)
    assert "Ice Use ice for ten minutes." in text
    assert "You feel no cold." in text
    assert is_shown(page)


@pytest.mark.parametrize("kind", ["passage", "warning_sign"])
@pytest.mark.slow
def test_change_is_shown_at_once_and_the_review_lapses_until_the_text_is_restored(client, page, request, kind):
    row = request.getfixturevalue(kind)
    before = row.text
    change(row, text="<p>Use no ice.</p>" if kind == "passage" else "You feel nothing.")
    assert "Use no ice." in words(soup(client.get(page.get_url()))) or "You feel nothing." in words(
        soup(client.get(page.get_url()))
    )
    assert not is_shown(page)
    assert fresh(page).get_latest_revision_as_object().is_review_lapsed
    change(row, text=before)
    assert is_shown(page)


def test_search_follows(page, passage):
    assert "Use ice for ten minutes." in page.search_entry.text
    change(passage, text="<p>Use no ice.</p>")
    assert "Use no ice." in fresh(page).search_entry.text


@pytest.mark.slow
def test_markup_alone_changes_no_review(page, passage):
    change(passage, text="<p>Use ice for ten minutes.</p>")
    assert is_shown(page)


@pytest.mark.slow
def test_typo_keeps_reviews(page, passage, editor):
    change(passage, text="<p>Use ice for 10 minutes.</p>", review_kept_by=editor)
    assert is_shown(page)
    publish(fresh(page).get_latest_revision_as_object())
    assert is_shown(page)
    passage.review_kept_by = None
    change(passage, text="<p>Use no ice.</p>")
    assert not is_shown(page)


@pytest.mark.slow
def test_typo_does_not_make_a_lapsed_review_valid(page, passage, editor):
    change(passage, text="<p>Use no ice.</p>")
    change(passage, text="<p>Use no ice!</p>", review_kept_by=editor)
    assert not is_shown(page)


def test_own_review_of_a_passage_lapses(passage):
    sign(passage).save()
    passage.save_revision()
    passage.save()
    assert passage.is_reviewed
    change(passage, text="<p>Use no ice.</p>")
    assert not passage.is_reviewed


@pytest.mark.parametrize("kind", ["passage", "warning_sign"])
def test_row_that_is_used_is_not_deleted(page, request, kind, editor_client):
    row = request.getfixturevalue(kind)
    delete = reverse(row.snippet_viewset.get_url_name("delete"), args=[row.pk])
    response = editor_client.post(delete, follow=True)
    assert f"“{row}” is used by the pages in this list." in response.content.decode()
    assert "Cold Feet" in response.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_row_that_is_not_used_is_deleted(passage, editor_client):
    editor_client.post(reverse(passage.snippet_viewset.get_url_name("delete"), args=[passage.pk]))
    assert not Passage.objects.filter(pk=passage.pk).exists()


def test_editor_says_how_many_pages_change(page, passage, editor_client):
    edit = editor_client.get(reverse(passage.snippet_viewset.get_url_name("edit"), args=[passage.pk]))
    assert "1 page shows this text." in edit.content.decode()
    assert "reviews stay valid" in edit.content.decode()


@pytest.mark.slow
def test_passage_is_changed_in_the_admin(page, warning_sign, editor_client):
    edit = reverse(warning_sign.snippet_viewset.get_url_name("edit"), args=[warning_sign.pk])
    editor_client.post(edit, {"text": "You feel little cold.", "urgency": "emergency", "keep_review": "on"})
    warning_sign.refresh_from_db()
    assert warning_sign.text == "You feel little cold."
    assert is_shown(page)


def test_new_row_gets_a_key(home, editor_client):
    add = reverse(WarningSign.snippet_viewset.get_url_name("add"))
    editor_client.post(add, {"text": "You feel no cold.", "urgency": "emergency"})
    assert WarningSign.objects.get(text="You feel no cold.").key == "you-feel-no-cold"


ROLES = {"anonymous": 302, "nobody": 302, "Front desk": 302, "Marketing": 200}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", [Passage, WarningSign, Source])
@pytest.mark.parametrize("view", ["list", "add", "edit", "delete", "usage"])
def test_marketing_edits_shared_texts_and_nobody_else(role, model, view, log_in, passage, warning_sign):
    client = Client() if role == "anonymous" else log_in(role) if role != "nobody" else log_in()
    Source.objects.create(key="test", title="Test", url="https://test.example/")
    arguments = [model.objects.get(key="test").pk] if view in ("edit", "delete", "usage") else []
    response = client.get(reverse(model.snippet_viewset.get_url_name(view), args=arguments))
    assert response.status_code == ROLES[role]


@pytest.mark.slow
def test_spanish_page_is_not_published_until_its_passages_and_signs_are_translated(home, page, passage):
    translate(home)
    translate(page.get_parent().specific)
    translation = submit(page)
    translate_strings(translation, [])
    with pytest.raises(ValidationError, match="which the page includes, is not translated yet"):
        translation.save_target(publish=True)
    assert translate(page).live


@pytest.mark.slow
def test_spanish_page_keeps_the_spanish_passage_until_the_new_text_is_translated(client, home, page, passage):
    translate(home)
    translate(page.get_parent().specific)
    address = translate(page).get_url()
    change(passage, text="<p>Use no ice.</p>")
    text = words(soup(client.get(address)).main)
    assert "ES Ice" in text
    assert "Use no ice." not in text
    translate_row(passage)
    assert "ES Use no ice." in words(soup(client.get(address)).main)


@pytest.mark.slow
def test_spanish_page_shows_the_spanish_rows(client, home, page):
    translate(home)
    translate(page.get_parent().specific)
    text = words(soup(client.get(translate(page).get_url())).main)
    assert "ES Ice" in text
    assert "ES You feel no cold." in text


def test_translation_of_a_passage_has_no_review(passage):
    sign(passage).save()
    passage.save_revision()
    spanish = translate_row(passage)
    assert (spanish.review, spanish.reviews.count()) == (None, 0)


@pytest.mark.slow
def test_spanish_row_is_kept_while_a_public_page_needs_it(home, page, warning_sign, editor_client):
    for one in (home, page.get_parent().specific):
        translate(one)
    spanish = translate(page)
    row = warning_sign.get_translation(spanish.locale)
    address = reverse(row.snippet_viewset.get_url_name("delete"), args=[row.pk])
    editor_client.post(address)
    assert fresh(spanish).live
    row.refresh_from_db()  # Wagtail refuses to delete what a page refers to
    row.delete()
    assert not fresh(spanish).live


@pytest.mark.slow
def test_spanish_row_is_deleted_with_the_english_one(home, page, warning_sign):
    for one in (home, page.get_parent().specific):
        translate(one)
    spanish = translate(page)
    warning_sign.delete()
    assert not WarningSign.objects.filter(translation_key=warning_sign.translation_key).exists()
    assert fresh(spanish).live
