"""The board shows the true state of each translation, by one query, to users with its permission."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from home.seed.groups import MARKETING
from pages.translation_admin.board import State, board
from pages.translation_admin.board_cells import describe_state, out_of_step_since
from tests.exports import rows_of
from tests.factories import items, make_condition, make_passage, publish, section
from tests.html import soup, words
from tests.translations import submit, translate, translate_strings, translation_of

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

BOARD = "/admin/reports/translations/"


@pytest.fixture(scope="module")
def translated(module_database):
    """A condition that is translated and published, and the index and the home page above it."""
    page = make_condition("Cold Feet", introduction="They are cold. Warm them.")
    for above in page.get_ancestors().filter(depth__gte=2):
        translate(above.specific)
    translate(page)
    return page.pk


@pytest.fixture
def english(translated, db):
    return Page.objects.get(pk=translated).specific


def row(page):
    return board("es").get(pk=page.pk)


def change(page, **values):
    """Publish a change of the English page, and synchronize it."""
    for name, value in values.items():
        setattr(page, name, value)
    publish(page)
    translation = submit(page)
    translation.source.update_from_db()
    return translation


def recount(page):
    """Count the missing texts and words of a page in the simplest way."""
    translation = Translation.objects.get(source__object_id=page.translation_key)
    missing = []
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        same = StringTranslation.objects.filter(translation_of=segment.string, context=segment.context)
        if segment.context.path != "slug" and not same.filter(has_error=False).exists():
            missing.append(segment.string.data)
    return len(missing), sum(text.count(" ") + 1 for text in missing)


@pytest.mark.slow
def test_published_translation_is_in_step(english):
    found = row(english)
    assert (found.state, found.missing_texts) == (State.IN_STEP, 0)
    assert found.is_public


def test_page_without_translation_is_missing(home):
    assert row(make_condition("Warm Feet")).state == State.MISSING


@pytest.mark.slow
def test_alias_of_an_english_page_counts_as_missing(page_at):
    page = page_at("treatments-we-provide/nerve-blocks")
    submit(page)
    parent = page.get_parent()
    assert Page.objects.filter(translation_key=parent.translation_key, alias_of=parent).exists()
    assert row(parent).state == State.MISSING


def test_draft_is_counted(home):
    page = make_condition("Warm Feet", introduction="They are warm.")
    submit(page)
    found = row(page)
    assert found.state == State.DRAFT
    assert (found.missing_texts, found.missing_words) == recount(page)
    assert found.missing_texts >= 2


def test_complete_draft_is_ready(home):
    page = make_condition("Warm Feet")
    translate_strings(submit(page), ())
    assert row(page).state == State.READY


def test_changed_english_is_behind_by_its_texts_and_words_since_then(english, clock):
    change(english, introduction="They are very cold indeed.")
    found = row(english)
    assert (found.state, found.missing_texts, found.missing_words) == (State.BEHIND, 1, 5)
    assert recount(english) == (1, 5)
    first = found.english_changed_at
    clock.move(hours=2)
    change(english, introduction="They are icy.")
    assert row(english).english_changed_at == first


def test_translated_change_is_ready_and_published_change_is_in_step(english):
    translation = change(english, introduction="They are icy.")
    translate_strings(translation, ())
    assert row(english).state == State.READY
    translate(english)
    found = row(english)
    assert (found.state, found.english_changed_at) == (State.IN_STEP, None)


@pytest.mark.slow
def test_text_of_a_passage_that_is_not_translated_counts(english, clock):
    passage = make_passage("Ice", text="<p>Use ice for ten minutes.</p>")
    text = section("text_section", heading="More", text="<p>Snow is cold.</p>", passages=items(passage.pk))
    english.body = json.dumps([text])
    publish(english)
    translate_strings(translation_of(english), ())
    found = row(english)
    assert (found.state, found.missing_texts, found.missing_rows) == (State.BEHIND, 0, 1)
    assert describe_state(found) == "Behind: 1 shared text not published"
    translation = submit(passage)
    assert (row(english).missing_texts, row(english).missing_words) == (2, 6)
    translate_strings(translation, ())
    translation.save_target()
    assert row(english).state == State.READY
    translate(english)
    clock.move(hours=1)
    passage.text = "<p>Use no ice.</p>"
    passage.save()
    found = row(english)
    assert describe_state(found) == "Behind: 1 text missing, 3 words"
    assert out_of_step_since(found) > found.written_at


def test_reworded_translation_is_ready(english, clock):
    clock.move(minutes=1)
    text = StringTranslation.objects.filter(context__object_id=english.translation_key).first()
    text.data = "ES Otra cosa"
    text.save()
    assert row(english).state == State.READY


def test_translation_with_an_error_is_named(english):
    texts = StringTranslation.objects.filter(context__object_id=english.translation_key, context__path="introduction")
    texts.update(has_error=True)
    assert row(english).state == State.ERROR


def test_translation_edited_by_hand_is_named(english):
    Translation.objects.filter(source__object_id=english.translation_key).update(enabled=False)
    assert row(english).state == State.BY_HAND


def test_withdrawn_english_page_is_named(english):
    Page.objects.filter(pk=english.pk).update(live=False)
    found = row(english)
    assert found.state == State.WITHDRAWN


def test_machine_made_texts_are_counted(english):
    texts = StringTranslation.objects.filter(context__object_id=english.translation_key)
    texts.filter(context__path="introduction").update(translation_type="machine")
    assert row(english).machine_texts == 1


def test_board_is_one_query_in_tree_order(english):
    with CaptureQueriesContext(connection) as captured:
        pages = list(board("es"))
    assert len(captured) == 1
    assert [page.path for page in pages] == sorted(page.path for page in pages)
    assert len(pages) >= 52
    assert all(page.state in State.values for page in pages)


@pytest.mark.slow
def test_list_has_a_row_for_each_page_and_its_next_step(english, log_in):
    client = log_in("Marketing", name="mark")
    change(english, introduction="They are icy.")
    page = soup(client.get(BOARD))
    rows = {words(tr.td): tr for tr in page.select("main table tbody tr")}
    assert len(rows) == board("es").count()
    cells = [words(cell) for cell in rows["Cold Feet"].select("td")]
    assert cells[1] == "condition"
    assert cells[3] == "Behind: 1 text missing, 3 words"
    spanish = english.get_translations().get(locale__language_code="es")
    assert rows["Cold Feet"].select("td")[-1].a["href"] == f"/admin/pages/{spanish.pk}/edit/?show=open"
    assert rows["Cold Feet"].select("td")[-2].a["href"] == spanish.get_url()
    assert "Missing" in words(rows["Neck Pain"])
    behind = soup(client.get(BOARD, {"state": "behind"})).select("main table tbody tr")
    assert [words(tr.td) for tr in behind] == ["Cold Feet"]


def test_export_has_the_same_rows(english, log_in):
    response = log_in("Marketing", name="mark").get(BOARD, {"export": "csv"})
    rows = {one["Page"]: one for one in rows_of(b"".join(response.streaming_content), "csv")}
    assert len(rows) == board("es").count()
    assert rows["Cold Feet"]["State"] == "In step"
    assert rows["Cold Feet"]["Public address"].startswith("/es/")


@pytest.mark.parametrize("address", [BOARD, f"{BOARD}results/", "/admin/localize/reports/translations/"])
def test_front_desk_sees_no_board_and_no_report(desk, log_in, address):
    assert desk.get(address).status_code == 302
    assert desk.get(address)["Location"] == "/admin/"
    marketing = log_in("Marketing", name="mark")
    response = marketing.get(address)
    assert response.status_code == 200 or response["Location"] == BOARD


def test_menu_has_the_board_instead_of_the_report(log_in, desk):
    page = log_in("Marketing", name="mark").get("/admin/").content.decode()
    assert BOARD in page
    assert reverse("wagtail_localize:translations_report") not in page
    assert BOARD not in desk.get("/admin/").content.decode()
    assert "pages.view_translation_board" in MARKETING
