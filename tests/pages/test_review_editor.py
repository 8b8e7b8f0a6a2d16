"""A page's review when the page is edited in the admin, with the form data that a browser sends."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html

from tests.factories import make_condition, publish
from tests.html import soup, words
from tests.reviews import DAY, LATER, fresh, is_shown, sign


@pytest.fixture
def edit(editor_client):
    """Return a function that opens the page in the editor, posts `values` with the button, and returns the response."""

    def press(page, button="action-publish", previous=None, opened=None, **values):
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if previous:
            address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, previous.pk])
        form = opened or form_data_of(editor_client.get(address))
        data = form | values | ({button: "yes"} if button else {})
        return editor_client.post(address, data, follow=True)

    return press


def form_data_of(response):
    """Return the form data as the browser would send it."""
    data = querydict_from_html(response.content.decode(), form_id="page-edit-form")
    return {name: data.get(name) for name in data}


def text_of(response):
    return words(soup(response))


@pytest.fixture(scope="module")
def signed_in_module(signed_in_module):
    """Remove the sections: their forms are created by JavaScript, so the HTML has no fields for them."""
    signed_in_module.body = []
    return publish(sign(signed_in_module))


STREAMS = nested_form_data({"body": {"count": "0"}, "sources": {"count": "0"}})
LAPSED = "The text has changed since A. Doctor, MD reviewed it on Jan. 2, 2026"


@pytest.mark.slow
def test_change_lets_the_review_lapse_and_shows_a_warning(signed, edit, editor_client):
    response = edit(signed, **STREAMS, introduction="They are warm.")
    assert "patients no longer see the review" in text_of(response)
    assert not is_shown(signed)
    form = editor_client.get(reverse("wagtailadmin_pages:edit", args=[signed.pk]))
    assert LAPSED in text_of(form)


@pytest.mark.slow
def test_changed_drawing_is_saved_and_keeps_the_review(signed, edit):
    response = edit(signed, **STREAMS, illustration="foot-nerves")
    assert "patients no longer see the review" not in text_of(response)
    assert fresh(signed).illustration == "foot-nerves"
    assert is_shown(signed)


@pytest.mark.slow
def test_change_marked_as_a_typo_keeps_the_review(signed, edit, editor_client):
    response = edit(signed, **STREAMS, introduction="They are  quite cold.", keep_review="on")
    assert "patients no longer see the review" not in text_of(response)
    assert is_shown(signed)
    form = editor_client.get(reverse("wagtailadmin_pages:edit", args=[signed.pk]))
    assert LAPSED not in text_of(form)
    assert not soup(form).find("input", attrs={"name": "keep_review"}).has_attr("checked")


@pytest.mark.slow
def test_draft_keeps_the_published_review(signed, edit):
    edit(signed, button=None, **STREAMS, introduction="They are warm.")
    assert is_shown(signed)


@pytest.mark.slow
def test_page_saved_unchanged_keeps_its_review(signed, edit):
    edit(signed, **STREAMS)
    assert is_shown(signed)


@pytest.mark.slow
def test_reverting_to_a_revision_restores_its_review_state(signed, edit):
    reviewed = signed.latest_revision
    signed.introduction = "They are warm."
    unreviewed = publish(signed).latest_revision
    signed.introduction = "They are hot."
    publish(sign(signed, LATER))
    edit(signed, previous=unreviewed, **STREAMS)
    assert fresh(signed).introduction == "They are warm."
    assert not is_shown(signed)
    edit(signed, previous=reviewed, **STREAMS)
    assert is_shown(signed)
    assert fresh(signed).reviewed_on == DAY


@pytest.mark.slow
def test_checkbox_ticked_after_autosave_applies_to_all_changes(signed, edit, editor_client):
    form = form_data_of(editor_client.get(reverse("wagtailadmin_pages:edit", args=[signed.pk])))
    typed = form | STREAMS | {"introduction": "They are quite cold."}
    address = reverse("wagtailadmin_pages:edit", args=[signed.pk])
    saved = editor_client.post(address, typed, HTTP_ACCEPT="application/json").json()
    assert saved["success"]
    again = typed | {"introduction": "They are rather cold.", "overwrite_revision_id": saved["revision_id"]}
    assert editor_client.post(address, again, HTTP_ACCEPT="application/json").json()["success"]
    edit(signed, opened=typed, introduction="They are rather cold.", keep_review="on")
    assert is_shown(signed)


@pytest.mark.slow
def test_checkbox_is_shown_only_if_there_is_a_review(editor_client):
    form = editor_client.get(reverse("wagtailadmin_pages:edit", args=[make_condition().pk]))
    assert "the review stays valid" not in text_of(form)


@pytest.mark.slow
def test_preview_shows_the_review_as_publishing_would(signed, editor_client):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[signed.pk])
    form = form_data_of(editor_client.get(reverse("wagtailadmin_pages:edit", args=[signed.pk]))) | STREAMS
    for values, shown in [
        ({}, True),
        ({"introduction": "They are warm."}, False),
        ({"introduction": "They are warm.", "keep_review": "on"}, True),
    ]:
        assert editor_client.post(address, form | values).json()["is_valid"]
        assert ("Medically reviewed" in editor_client.get(address).content.decode()) is shown


def test_revisions_can_be_compared_in_the_admin(signed, editor_client):
    first, last = signed.revisions.earliest("pk"), signed.revisions.latest("pk")
    args = [signed.pk, first.pk, last.pk]
    assert editor_client.get(reverse("wagtailadmin_pages:revisions_compare", args=args)).status_code == 200
