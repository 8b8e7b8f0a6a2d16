"""Public reports about wagtail-localize, tried on this site: github.com/wagtail/wagtail-localize/issues/<number>."""

import json

import pytest
from django.core.exceptions import ValidationError
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation

from pages.models import LocationPage
from tests.factories import items, make_condition, publish, section
from tests.translations import MARK, submit, translate, translate_strings

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def parents(module_database):
    """The home page and the list of conditions, in Spanish."""
    home = Page.objects.get(url_path="/home/").specific
    return [translate(home), translate(Page.objects.get(url_path="/home/conditions-we-treat/").specific)]


@pytest.fixture
def page(parents, db):
    """A condition with two sections, in English."""
    return make_condition("Cold Feet", other_names="Chilly toes", body=[text("Causes"), text("Outlook")])


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Return a context in which what waits for the commit is done at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def text(heading):
    return section("text_section", heading=heading, text=f"<p>{heading}: it is cold outside.</p>")


def fresh(page):
    return type(page).objects.get(pk=page.pk)


@pytest.mark.slow
def test_553_743_drafts_do_not_go_live(page, commit):
    translation = submit(page)
    spanish = page.get_translation(Locale.objects.get(language_code="es"))
    page.introduction = "It is colder."
    with commit():
        publish(page)
        translation.save_target(publish=False)
        with pytest.raises(ValidationError, match="not translated yet"):
            translation.save_target(publish=True)
    assert not fresh(spanish).live


@pytest.mark.slow
def test_433_the_translation_can_be_edited_after_its_english_page_was_published(page, editor_client, commit):
    spanish = translate(page)
    page.introduction = "It is colder."
    with commit():
        publish(page)
    assert editor_client.get(f"/admin/pages/{spanish.pk}/edit/").status_code == 200


@pytest.mark.slow
def test_607_stopping_the_synchronization_keeps_the_spanish_text(page, editor_client):
    spanish = translate(page)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    editor_client.post(f"/admin/localize/translate/{translation.pk}/disable/")
    assert MARK in fresh(spanish).introduction
    page.introduction = "It is colder."
    publish(page)
    assert MARK in fresh(spanish).introduction
    assert "colder" not in fresh(spanish).introduction


@pytest.mark.slow
def test_839_853_918_a_block_without_its_optional_texts_can_be_translated(page, editor_client):
    missing = section("causes", heading=None, introduction=None, items=items({"term": "Strain", "description": None}))
    page.body = json.dumps([missing])
    publish(page)
    spanish = translate(page)
    assert spanish.live
    assert editor_client.get(f"/admin/pages/{spanish.pk}/edit/").status_code == 200


@pytest.mark.slow
def test_524_a_text_that_is_cleared_in_english_is_cleared_in_spanish(page, commit):
    spanish = translate(page)
    page.other_names = ""
    with commit():
        publish(page)
    assert fresh(spanish).other_names == ""


@pytest.mark.slow
def test_792_an_alias_becomes_a_translation_and_shows_no_english(page):
    alias = page.copy_for_translation(Locale.objects.get(language_code="es"), alias=True)
    submit(page)
    draft = Page.objects.get(pk=alias.pk)
    assert (draft.alias_of_id, draft.live) == (None, False)
    assert translate(page).pk == alias.pk
    assert fresh(page).get_translation(draft.locale).live


@pytest.mark.slow
def test_773_the_tree_has_no_problems_after_translating_and_moving(page, parents):
    translate(page)
    page.move(page.get_parent().get_first_child(), pos="left")
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.slow
def test_84_translations_are_in_the_order_of_the_english_pages(parents, page):
    first, second, third = page, make_condition("Cold Hands"), make_condition("Cold Nose")
    for one in (third, first, second):
        translate(one)
    assert titles_below(parents[1]) == ["ES Cold Feet", "ES Cold Hands", "ES Cold Nose"]
    Page.objects.get(pk=third.pk).move(Page.objects.get(pk=first.pk), pos="left")
    assert titles_below(parents[1]) == ["ES Cold Nose", "ES Cold Feet", "ES Cold Hands"]


def titles_below(parent):
    return [page.title for page in Page.objects.get(pk=parent.pk).get_children().filter(title__contains="Cold")]


@pytest.mark.slow
def test_469_a_moved_page_takes_its_translation_along(parents, page_at):
    index = page_at("locations")
    # The main location cannot be moved.
    location = publish(page_at("locations/russellville").copy(update_attrs={"slug": "conway", "title": "Conway"}))
    spanish_index, spanish = translate(index), translate(location)
    other = index.copy(update_attrs={"slug": "other", "title": "Other"}, recursive=False)
    translated = translate(publish(other.specific))
    location.move(Page.objects.get(pk=other.pk), pos="last-child")
    assert Page.objects.get(pk=spanish.pk).get_parent().pk == translated.pk != spanish_index.pk
    assert LocationPage.objects.get(pk=spanish.pk).url_path.startswith(Page.objects.get(pk=translated.pk).url_path)


@pytest.mark.parametrize("action", ["unpublish", "delete"])
@pytest.mark.slow
def test_15_withdrawing_an_english_page_withdraws_its_translation(page, editor_client, action):
    spanish = translate(page)
    address = f"/admin/pages/{page.pk}/{action}/"
    assert "ES Cold Feet" in editor_client.get(address).content.decode()
    editor_client.post(address)
    left = Page.objects.filter(pk__in=[page.pk, spanish.pk])
    assert [one.live for one in left] == ([False, False] if action == "unpublish" else [])


def test_15_restricting_an_english_page_restricts_its_translation(page):
    spanish = translate(page)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password="ice")
    assert spanish.view_restrictions.get().password == "ice"
    restriction.delete()
    assert not spanish.view_restrictions.exists()


@pytest.mark.slow
def test_guide_295_bulk_publishing_publishes_the_current_translations(page, commit, editor_client):
    spanish = translate(page)
    new = StringTranslation.objects.get(context__object_id=page.translation_key, context__path="title")
    new.data = "Pies fríos"
    new.save()
    with commit():
        PublishBulkAction.execute_action([Page.objects.get(pk=spanish.pk)])
    assert fresh(spanish).title == "Pies fríos"
    page.introduction = "It is colder."
    publish(page)
    address = f"/admin/bulk/wagtailcore/page/publish/?id={spanish.pk}&next=/admin/"
    message = "1 text is not translated yet."
    assert message in editor_client.post(address, follow=True).content.decode()
    assert "colder" not in fresh(spanish).introduction


@pytest.mark.slow
def test_two_publications_in_one_transaction_publish_the_translation_once(page, commit):
    spanish = translate(page)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    number = fresh(spanish).revisions.count()
    log = PageLogEntry.objects.filter(page=spanish.pk, action="wagtail.publish")
    published = log.count()
    with commit():
        translation.save_target(publish=True)
        translation.save_target(publish=True)
    spanish = fresh(spanish)
    assert (spanish.revisions.count(), log.count()) == (number + 2, published + 1)
    assert (spanish.live, spanish.live_revision) == (True, spanish.get_latest_revision())


def test_305_a_translation_that_the_model_refuses_is_not_published(page, commit):
    spanish = translate(page)
    new = StringTranslation.objects.get(context__object_id=page.translation_key, context__path="introduction")
    new.data = "Llámenos al {teléfono}."
    new.save()
    translation = Translation.objects.get(source__object_id=page.translation_key)
    with commit(), pytest.raises(ValidationError):
        translation.save_target(publish=True)
    assert fresh(spanish).live
    assert fresh(spanish).introduction.startswith(MARK)


@pytest.mark.slow
def test_a_text_that_moves_to_another_block_keeps_its_translation(page, commit):
    spanish = translate(page)
    page.body = json.dumps([text("Causes"), text("Outlook")])
    with commit():
        publish(page)
    assert [block.value["heading"] for block in fresh(spanish).body] == ["ES Causes", "ES Outlook"]
    assert {block.id for block in fresh(spanish).body} == {block.id for block in fresh(page).body}


@pytest.mark.slow
def test_deleted_section_is_deleted_in_spanish_and_an_added_one_waits(page, commit):
    spanish = translate(page)
    page.body = json.dumps(list(page.body.raw_data)[1:])
    with commit():
        publish(page)
    assert [block.value["heading"] for block in fresh(spanish).body] == ["ES Outlook"]
    page.body = json.dumps([*page.body.raw_data, text("More")])
    with commit():
        publish(page)
    assert [block.value["heading"] for block in fresh(spanish).body] == ["ES Outlook"]


@pytest.mark.slow
def test_translation_that_a_person_has_not_published_is_not_published_by_an_english_edit(page, commit):
    spanish = translate(page)
    new = StringTranslation.objects.get(context__object_id=page.translation_key, context__path="introduction")
    new.data = "Hace frío."
    new.save()
    page.body_areas = ["knee"]
    with commit():
        publish(page)
    assert fresh(spanish).introduction.startswith(MARK)
    assert fresh(spanish).body_areas == ["knee"]


@pytest.mark.slow
def test_phone_number_follows_at_once_while_a_text_is_missing(parents, page_at, commit):
    location = page_at("locations/russellville")
    translate(page_at("locations"))
    spanish = translate(location)
    location.phone, location.introduction = "501-555-0100", "We have moved."
    with commit():
        publish(location)
    assert fresh(spanish).phone == "501-555-0100"
    assert "moved" not in fresh(spanish).introduction


def test_english_page_by_hand_is_refused(page, editor_client):
    submit(page)
    spanish = page.get_translation(Locale.objects.get(language_code="es"))
    Translation.objects.update(enabled=False)
    spanish.get_latest_revision().publish()
    assert not fresh(spanish).live
    spanish.live = True
    spanish.save()
    assert not fresh(spanish).live


@pytest.mark.slow
def test_translation_of_a_withdrawn_page_is_not_published(page):
    translation = submit(page)
    translate_strings(translation, [])
    page.unpublish()
    with pytest.raises(ValidationError, match="The English page is not public"):
        translation.save_target(publish=True)


@pytest.mark.slow
def test_restriction_names_the_translation(page, editor_client):
    translate(page)
    answer = editor_client.get(f"/admin/pages/{page.pk}/privacy/").json()
    assert "Also in Spanish:" in answer["html"]
    assert "ES Cold Feet" in answer["html"]


@pytest.mark.parametrize("action", ["move", "copy"])
def test_page_is_not_put_below_one_in_another_language(page, parents, editor_client, action):
    address, data = {
        "move": (f"/admin/pages/{page.pk}/move/{parents[1].pk}/confirm/", {}),
        "copy": (f"/admin/pages/{page.pk}/copy/", {"new_parent_page": parents[1].pk, "new_slug": "a"}),
    }[action]
    answer = editor_client.post(address, data, follow=True)
    assert "is a page in another language" in answer.content.decode()
    assert not Page.objects.child_of(parents[1]).filter(locale__language_code="en").exists()
