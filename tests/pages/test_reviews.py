"""A review is shown only while the medical text is the text that was reviewed."""

import datetime

import pytest
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Revision, Workflow, WorkflowTask
from wagtail.models.workflows import GroupApprovalTask
from wagtail.rich_text import RichText

from pages.models import ConditionPage, Source, TreatmentPage
from tests.factories import make_condition, make_treatment, publish
from tests.html import json_ld
from tests.reviews import DAY, LATER, fresh, is_shown, sign

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


def change_introduction(page):
    page.introduction = "They are warm."


def change_term(page):
    page.body[0].value["items"][0]["term"] = "Snow"


def change_rich_text(page):
    page.body[1].value["text"] = RichText("<p>Warm up quickly, and rest.</p>")


def add_source(page):
    page.sources = [("source", Source.objects.first())]


def add_warning(page):
    card = {"urgency": "emergency", "heading": "Call 911 if", "text": "<p>they turn black.</p>"}
    page.body.append(("care_card", card))


def remove_section(page):
    del page.body[1]


def set_field(name, value):
    def change(page):
        setattr(page, name, value)

    change.__name__ = f"set_{name}"
    return change


CLINICAL = [
    change_introduction,
    change_term,
    change_rich_text,
    add_source,
    add_warning,
    remove_section,
    set_field("title", "Warm Feet"),
    set_field("other_names", "Frozen toes"),
    set_field("introduction_heading", "What it is"),
]


def add_picture(page):
    page.body.append(("captioned_image", {"image": None, "caption": "A sock"}))


def change_markup(page):
    page.body[1].value["text"] = RichText('<p data-block-key="a1b2">Warm  up <b>slowly</b>, and rest.</p>\r\n')


OTHER = [
    add_picture,
    change_markup,
    set_field("menu_label", "Feet"),
    set_field("illustration", "foot-nerves"),
    set_field("slug", "feet"),
    set_field("seo_title", "Cold feet in Russellville"),
    set_field("search_description", "About cold feet."),
    set_field("show_in_menus", False),
]


@pytest.mark.parametrize("change", CLINICAL)
def test_review_lapses_when_the_medical_text_changes(signed, change):
    change(signed)
    assert not is_shown(publish(signed))
    assert fresh(signed).reviewed_by_name == "A. Doctor, MD"


@pytest.mark.parametrize("change", OTHER)
def test_review_stays_when_anything_else_changes(signed, change):
    change(signed)
    assert is_shown(publish(signed))


@pytest.mark.parametrize("change", [*CLINICAL, *OTHER])
def test_review_stays_when_the_change_is_marked_as_not_medical(signed, change, editor):
    change(signed)
    signed.review_kept_by = editor
    assert is_shown(publish(signed))


def test_every_text_field_is_listed_as_medical_or_not():
    not_medical = {"menu_label", "illustration", "kind", "region", "search_words"} | {"frequency"}
    for model in (ConditionPage, TreatmentPage):
        texts = (models.CharField, models.TextField, StreamField)
        own = {field.name for field in model._meta.local_fields if isinstance(field, texts)}
        assert own - not_medical == {*model.clinical_fields} - {"title", "image_guidance"}


def test_treatment_is_reviewed_in_the_same_way():
    page = publish(sign(make_treatment()))
    assert is_shown(page)
    page.introduction = "It may not help."
    assert not is_shown(publish(page))


def test_keep_review_applies_to_one_change_only(signed, editor):
    signed.review_kept_by = editor
    signed.introduction = "They are quite cold."
    assert is_shown(publish(signed))
    signed.introduction = "They are warm."
    assert not is_shown(publish(signed))


def test_keep_review_does_not_renew_a_lapsed_review(signed, editor):
    signed.introduction = "They are warm."
    publish(signed)
    signed.introduction = "They are warm!"
    signed.review_kept_by = editor
    assert not is_shown(publish(signed))


@pytest.mark.slow
def test_new_signature_renews_a_lapsed_review(signed):
    signed.introduction = "They are warm."
    publish(signed)
    page = publish(sign(signed, LATER, "B. Doctor, DO"))
    assert is_shown(page)
    assert json_ld(Client().get(page.get_url()))["MedicalWebPage"]["lastReviewed"] == "2026-03-04"


def test_signature_before_a_change_is_published_reviews_the_new_text(signed):
    signed.introduction = "They are warm."
    assert is_shown(publish(sign(signed, LATER)))


def test_review_is_renewed_on_the_same_day(signed):
    signed.introduction = "They are warm."
    publish(signed)
    assert is_shown(publish(sign(signed)))


def test_restoring_the_reviewed_text_restores_the_review(signed):
    signed.introduction = "They are warm."
    publish(signed)
    signed.introduction = "It hurts."
    assert is_shown(publish(signed))


def test_draft_keeps_the_published_review(signed):
    signed.introduction = "They are warm."
    draft = signed.save_revision()
    assert is_shown(signed)
    draft.publish()
    assert not is_shown(signed)


def test_review_of_a_draft_is_shown_after_the_draft_is_published():
    page = make_condition()
    page.introduction = "It hurts a lot."
    draft = sign(page).save_revision()
    assert not is_shown(page)
    draft.publish()
    assert is_shown(page)


def test_review_of_a_draft_does_not_apply_to_later_changes():
    page = make_condition()
    sign(page).save_revision()
    page.introduction = "They are warm."
    assert not is_shown(publish(page))


def test_keep_review_does_not_apply_to_an_earlier_draft(signed, editor):
    signed.introduction = "They are warm."
    signed.save_revision()
    signed.introduction = "They are warm!"
    signed.review_kept_by = editor
    assert not is_shown(publish(signed))


def test_review_lapses_when_the_change_is_published_on_schedule(signed):
    signed.introduction = "They are warm."
    signed.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    revision = signed.save_revision()
    revision.publish()
    assert is_shown(signed)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1))
    revision.refresh_from_db()
    revision.content["go_live_at"] = (timezone.now() - datetime.timedelta(minutes=1)).isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert not is_shown(signed)


def test_review_lapses_when_a_workflow_publishes_the_change(signed, editor):
    workflow = Workflow.objects.create(name="Four-eyes review")
    task = GroupApprovalTask.objects.create(name="Approve")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    signed.introduction = "They are warm."
    signed.save_revision(user=editor)
    state = workflow.start(signed, editor)
    assert is_shown(signed)
    state.current_task_state.approve(user=editor)
    assert not is_shown(signed)


def test_review_lapses_when_code_saves_the_page_without_a_revision(signed):
    signed.introduction = "They are warm."
    signed.save()
    assert not is_shown(signed)


def test_review_lapses_when_code_saves_one_field(signed):
    signed.introduction = "They are warm."
    signed.save(update_fields=["introduction"])
    assert not is_shown(signed)


def test_revision_published_again_restores_its_review(signed):
    reviewed = signed.latest_revision
    signed.introduction = "They are warm."
    publish(signed)
    reviewed.publish()
    assert is_shown(signed)


def test_review_says_nothing_about_another_page_with_the_same_text(signed):
    sign(make_condition("Warm Feet"))
    other = make_condition("Cold Feet", other_names="Chilly toes", body=signed.body, slug="cold-feet-again")
    assert other.clinical_fingerprint == signed.clinical_fingerprint
    assert not is_shown(other)


class TestSeed:
    PATH = "conditions-we-treat/mid-back-pain"

    @pytest.fixture(autouse=True)
    def signed_page(self, mid_back_pain):
        publish(sign(mid_back_pain))

    @pytest.mark.slow
    def test_restored_page_keeps_its_review_if_the_text_is_the_same(self, mid_back_pain):
        call_command("seed", only=self.PATH, verbosity=0)
        assert is_shown(mid_back_pain)

    @pytest.mark.slow
    def test_restored_page_shows_the_review_of_the_restored_text(self, mid_back_pain):
        mid_back_pain.introduction = "Something else."
        publish(sign(mid_back_pain, LATER))
        call_command("seed", only=self.PATH, verbosity=0)
        assert is_shown(mid_back_pain)
        assert fresh(mid_back_pain).reviewed_on == DAY

    @pytest.mark.slow
    def test_restored_page_loses_the_review_of_another_text(self, mid_back_pain):
        mid_back_pain.reviews.all().delete()
        mid_back_pain.introduction = "Something else."
        publish(sign(mid_back_pain, LATER))
        call_command("seed", only=self.PATH, verbosity=0)
        assert not is_shown(mid_back_pain)
        assert fresh(mid_back_pain).is_review_lapsed


def test_copy_with_the_same_text_is_not_reviewed(signed):
    copied = signed.copy(update_attrs={"slug": "copy"}, keep_live=True)
    assert not fresh(copied).is_signed
    assert not copied.get_latest_revision_as_object().is_signed
    assert not is_shown(copied)
