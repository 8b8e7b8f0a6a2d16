"""What the editor does about a page's review, from the form as a browser sends it."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html

from tests.factories import make_condition, publish
from tests.html import soup, words
from tests.reviews import DAY, LATER, fresh, is_shown, sign


@pytest.fixture
def edit(editor_client):
    """Open the page in the editor, type `values`, and press the button; returns the answer."""

    def press(page, button="action-publish", previous=None, opened=None, **values):
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if previous:
            address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, previous.pk])
        form = opened or typed_form(editor_client.get(address))
        data = form | values | ({button: "yes"} if button else {})
        return editor_client.post(address, data, follow=True)

    return press


def typed_form(response):
    """The form as the browser would send it back."""
    data = querydict_from_html(response.content.decode(), form_id="page-edit-form")
    return {name: data.get(name) for name in data}


def note(response):
    return words(soup(response))


@pytest.fixture(autouse=True)
def simple(signed):
    """The streams' forms are made in the browser: without sections there is none."""
    signed.body = []
    signed.keep_review = True
    publish(signed)


STREAMS = nested_form_data({"body": {"count": "0"}, "sources": {"count": "0"}})
LAPSED = "The text has changed since A. Doctor, MD reviewed it on Jan. 2, 2026"


def test_change_lets_the_review_lapse_and_says_so(signed, edit, editor_client):
    response = edit(signed, **STREAMS, introduction="They are warm.")
    assert "patients no longer see the review" in note(response)
    assert not is_shown(signed)
    form = editor_client.get(reverse("wagtailadmin_pages:edit", args=[signed.pk]))
    assert LAPSED in note(form)


def test_drawing_chosen_in_the_editor_is_saved_and_leaves_the_review(signed, edit):
    response = edit(signed, **STREAMS, illustration="foot-nerves")
    assert "patients no longer see the review" not in note(response)
    assert fresh(signed).illustration == "foot-nerves"
    assert is_shown(signed)


def test_change_marked_as_a_typo_does_not(signed, edit, editor_client):
    response = edit(signed, **STREAMS, introduction="They are  quite cold.", keep_review="on")
    assert "patients no longer see the review" not in note(response)
    assert is_shown(signed)
    form = editor_client.get(reverse("wagtailadmin_pages:edit", args=[signed.pk]))
    assert LAPSED not in note(form)
    assert not soup(form).find("input", attrs={"name": "keep_review"}).has_attr("checked")


def test_new_date_renews_it(signed, edit):
    edit(signed, **STREAMS, introduction="They are warm.")
    response = edit(signed, **STREAMS, reviewed_on="2026-03-04")
    assert "patients no longer see the review" not in note(response)
    assert is_shown(signed)


def test_page_is_signed_in_the_editor(edit):
    page = make_condition()
    edit(page, **STREAMS, reviewed_by="A. Doctor, MD", reviewed_on="2026-01-02")
    assert is_shown(page)


def test_draft_changes_nothing_for_readers(signed, edit):
    edit(signed, button=None, **STREAMS, introduction="They are warm.")
    assert is_shown(signed)


def test_page_saved_unchanged_keeps_its_review(signed, edit):
    edit(signed, **STREAMS)
    assert is_shown(signed)


def test_revision_gone_back_to_brings_its_own_review_and_signs_nothing(signed, edit):
    reviewed = signed.latest_revision
    signed.introduction = "They are warm."
    unreviewed = publish(signed).latest_revision
    publish(sign(signed, LATER))
    edit(signed, previous=unreviewed, **STREAMS)
    assert fresh(signed).reviewed_on == DAY
    assert not is_shown(signed)
    edit(signed, previous=reviewed, **STREAMS)
    assert is_shown(signed)


def test_box_ticked_after_autosave_counts_for_all_that_was_typed(signed, edit, editor_client):
    form = typed_form(editor_client.get(reverse("wagtailadmin_pages:edit", args=[signed.pk])))
    typed = form | STREAMS | {"introduction": "They are quite cold."}
    address = reverse("wagtailadmin_pages:edit", args=[signed.pk])
    saved = editor_client.post(address, typed, HTTP_ACCEPT="application/json").json()
    assert saved["success"]
    again = typed | {"introduction": "They are rather cold.", "overwrite_revision_id": saved["revision_id"]}
    assert editor_client.post(address, again, HTTP_ACCEPT="application/json").json()["success"]
    edit(signed, opened=typed, introduction="They are rather cold.", keep_review="on")
    assert is_shown(signed)


def test_date_typed_before_the_text_signs_what_is_published(signed, edit, editor_client):
    address = reverse("wagtailadmin_pages:edit", args=[signed.pk])
    typed = typed_form(editor_client.get(address)) | STREAMS | {"reviewed_on": "2026-03-04"}
    assert editor_client.post(address, typed, HTTP_ACCEPT="application/json").json()["success"]
    edit(signed, opened=typed, introduction="They are warm.")
    assert is_shown(signed)


def test_box_is_offered_only_where_there_is_a_review(editor_client):
    form = editor_client.get(reverse("wagtailadmin_pages:edit", args=[make_condition().pk]))
    assert "the review stays valid" not in note(form)


def test_preview_shows_what_publishing_would(signed, editor_client):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[signed.pk])
    form = typed_form(editor_client.get(reverse("wagtailadmin_pages:edit", args=[signed.pk]))) | STREAMS
    for values, shown in [
        ({}, True),
        ({"introduction": "They are warm."}, False),
        ({"introduction": "They are warm.", "keep_review": "on"}, True),
        ({"introduction": "They are warm.", "reviewed_on": "2026-03-04"}, True),
    ]:
        assert editor_client.post(address, form | values).json()["is_valid"]
        assert ("Medically reviewed" in editor_client.get(address).content.decode()) is shown


def test_versions_are_compared_in_the_admin(signed, editor_client):
    first, last = signed.revisions.earliest("pk"), signed.revisions.latest("pk")
    args = [signed.pk, first.pk, last.pk]
    assert editor_client.get(reverse("wagtailadmin_pages:revisions_compare", args=args)).status_code == 200
