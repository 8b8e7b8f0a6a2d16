"""Marketing submits a page, clinicians are notified, read it and sign it, which publishes it."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState, Workflow, WorkflowPage, WorkflowState
from wagtail.test.utils.form_data import rich_text

from home.seed.clinical_review import create_clinical_review
from pages.models import ClinicalReviewTask, Review
from tests.factories import make_condition, make_passage, make_person, make_standard_page
from tests.html import soup, words
from tests.pages.test_signing import STREAMS, address, form_data, opened
from tests.reviews import fresh, is_shown, make_clinician, sign

pytestmark = pytest.mark.django_db

MARKER = "Wintergreen"


@pytest.fixture
def page(home):
    return make_condition("Cold Feet", introduction="They are cold.")


@pytest.fixture
def clinician(home):
    user = make_clinician(make_person("Ann Doctor", credentials="MD"))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def marketing(log_in):
    client = log_in("Marketing", name="mark")
    client.user.email = "mark@clinic.example"
    client.user.save()
    return client


@pytest.fixture
def submit(marketing, page, django_capture_on_commit_callbacks):
    """Return a function that changes the page, submits it, and returns the response."""

    def press(target=page, **values):
        url = reverse("wagtailadmin_pages:edit", args=[target.pk])
        form = form_data(marketing, target) | {"introduction": f"{MARKER} helps.", "action-submit": "yes", **values}
        with django_capture_on_commit_callbacks(execute=True):
            return marketing.post(url, form, follow=True)

    return press


def test_new_site_has_the_workflow_on_all_pages(page):
    workflow = page.get_workflow()
    assert workflow.name == "Clinical review"
    [task] = workflow.tasks.specific()
    assert isinstance(task, ClinicalReviewTask)
    assert [group.name for group in task.groups.all()] == ["Clinicians"]
    create_clinical_review()
    assert ClinicalReviewTask.objects.count() == 1


def test_workflow_that_staff_have_chosen_is_kept(page, clinician):
    ClinicalReviewTask.objects.all().delete()
    own = Workflow.objects.create(name="Our own")
    WorkflowPage.objects.update(workflow=own)
    create_clinical_review()
    assert page.get_workflow() == own


@pytest.mark.slow
def test_nothing_is_submitted_to_an_empty_group(submit, page):
    response = submit()
    assert "nobody can approve “Clinical review”" in words(soup(response))
    assert "add a user to: “Clinicians”" in words(soup(response))
    assert MARKER in response.content.decode()  # what was typed is still there
    assert not WorkflowState.objects.exists()
    assert fresh(page).get_lock() is None


@pytest.mark.parametrize("reason", ["inactive", "no person"])
@pytest.mark.slow
def test_group_whose_members_cannot_sign_counts_as_empty(submit, clinician, reason):
    if reason == "inactive":
        clinician.user.is_active = False
        clinician.user.save()
    else:
        type(clinician.user.person).objects.update(user=None)
    submit()
    assert not WorkflowState.objects.exists()


@pytest.mark.slow
def test_reviewer_is_notified_by_mail_and_on_the_dashboard(submit, clinician, marketing, page, editor):
    submit(title=f"{MARKER} Feet")
    [sent] = mail.outbox
    assert sent.to == ["ann@clinic.example"]
    assert f"Page {page.pk}" in sent.subject
    link = f"https://www.ioipm.example{reverse('wagtailadmin_pages:edit', args=[page.pk])}"
    assert link in sent.body
    assert MARKER not in sent.subject + sent.body
    assert "Cold Feet" not in sent.subject + sent.body
    assert f"{MARKER} Feet" in clinician.get("/admin/").content.decode()


@pytest.mark.slow
def test_signature_approves_and_publishes_the_page(submit, clinician, page):
    submit()
    edit = soup(clinician.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert address("sign", page) in [link["href"] for link in edit.select("footer a[href]")]
    url = address("sign", page)
    shown = words(soup(clinician.get(url)).main)
    assert MARKER in shown
    assert "Signing approves it" in shown
    clinician.post(url, opened(clinician, url))
    assert fresh(page).introduction == f"{MARKER} helps."
    assert is_shown(page)
    assert WorkflowState.objects.get().status == "approved"
    assert TaskState.objects.get().finished_by == clinician.user
    approved = mail.outbox[-1]
    assert approved.to == ["mark@clinic.example"]
    assert MARKER not in approved.subject + approved.body


@pytest.mark.slow
def test_requested_changes_are_mailed_without_the_comment(submit, clinician, page):
    submit()
    state = TaskState.objects.get()
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", state.pk])
    clinician.post(url, {"comment": f"Is {MARKER} true?"})
    assert WorkflowState.objects.get().status == "needs_changes"
    sent = mail.outbox[-1]
    assert sent.to == ["mark@clinic.example"]
    assert MARKER not in sent.subject + sent.body


def approve(client, page, state, **extra):
    """Try both ways in which Wagtail approves a step, and return whether the page was approved."""
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    client.post(url, {"comment": ""})
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    action = {"action-workflow-action": "yes", "workflow-action-name": "approve"}
    client.post(edit, STREAMS | action | {"workflow-action-extra-data": '{"review": 1, "comment": ""}', **extra})
    state.refresh_from_db()
    return state.status == TaskState.STATUS_APPROVED


@pytest.mark.slow
def test_no_forged_approval_replaces_the_signature(submit, clinician, marketing, page, editor_client):
    submit()
    state = TaskState.objects.get()
    for client in (marketing, clinician, editor_client):
        assert not approve(client, page, state)
    assert not Review.objects.exists()
    assert fresh(page).introduction == "They are cold."


@pytest.mark.slow
def test_page_without_medical_text_is_approved_as_usual(clinician, marketing, home):
    page = make_standard_page(home)
    state = page.get_workflow().start(page, marketing.user).current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    clinician.post(url, {"comment": ""})
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_APPROVED


class TestSetting:
    """`REQUIRE_MEDICAL_REVIEW` decides whether marketing may publish medical text without approval."""

    def publish(self, client, page):
        form = form_data(client, page) | {"introduction": "They are warm.", "action-publish": "yes"}
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
        return fresh(page).introduction == "They are warm."

    def test_by_default_marketing_publishes(self, marketing, page):
        assert self.publish(marketing, page)

    @pytest.mark.slow
    def test_marketing_submits_if_the_setting_is_on(self, marketing, page, submit, clinician, settings):
        settings.REQUIRE_MEDICAL_REVIEW = True
        assert not self.publish(marketing, page)
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        marketing.post(f"{bulk}?id={page.pk}", {"include_descendants": "on"})
        parent = page.get_parent()
        marketing.post(f"{bulk}?id={parent.pk}", {"include_descendants": "on"})
        assert fresh(page).introduction == "They are cold."
        assert not parent.specific.permissions_for_user(marketing.user).can_publish_subpage()
        submit()
        assert WorkflowState.objects.count() == 1

    @pytest.mark.slow
    def test_marketing_publishes_a_picture_under_signed_text_and_no_new_text(self, marketing, page, settings):
        settings.REQUIRE_MEDICAL_REVIEW = True
        sign(page)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = form_data(marketing, page) | {"action-publish": "yes", "illustration": "hand"}
        response = marketing.post(url, form | {"introduction": "They are warm."}, follow=True)
        assert "a clinician must first approve its medical text" in words(soup(response))
        assert fresh(page).introduction == "They are cold."
        marketing.post(url, form)  # Wagtail now shows the draft, whose text is not signed
        assert fresh(page).illustration == ""
        sign(page).save_revision()
        marketing.post(url, form)
        assert fresh(page).illustration == "hand"

    def test_shared_texts_cannot_be_changed_either(self, marketing, settings):
        passage = make_passage("Ice", text="<p>Use ice.</p>")
        url = reverse(passage.snippet_viewset.get_url_name("edit"), args=[passage.pk])
        settings.REQUIRE_MEDICAL_REVIEW = True
        form = {"name": "Ice", "text": rich_text("<p>Use no ice.</p>"), "sources-count": "0", "page": ""}
        assert "medical text must be approved first" in words(soup(marketing.post(url, form)))
        assert fresh(passage).text == "<p>Use ice.</p>"

    def test_other_pages_are_published_as_usual(self, marketing, home, settings):
        settings.REQUIRE_MEDICAL_REVIEW = True
        assert make_standard_page(home).permissions_for_user(marketing.user).can_publish()


def test_clinicians_sign_and_publish_nothing_else(clinician, page, home):
    rights = page.permissions_for_user(clinician.user)
    assert (rights.can_edit(), rights.can_publish(), rights.can_unpublish()) == (True, False, False)
    assert not clinician.user.has_perm("site_forms.view_message")
    assert clinician.get(reverse("medical_reviews")).status_code == 200
    assert "Pages without a medical review" in clinician.get("/admin/").content.decode()
    assert Group.objects.get(name="Clinicians").user_set.count() == 1
