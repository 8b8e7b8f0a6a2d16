"""Every day, expired sessions and old versions of pages are deleted, but nothing that is still needed."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.models import Comment, PageLogEntry, Revision, Task, TaskState, Workflow, WorkflowState

from home.models import SeededPage
from ioipm.housekeeping import delete_expired_sessions, delete_old_revisions
from tests.factories import make_passage, make_standard_page

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

DAY = datetime.timedelta(days=1)


@pytest.fixture
def page(home, settings):
    """A page with ten revisions, one for each of the last hundred days; two are kept."""
    settings.KEPT_REVISIONS = 2
    page = make_standard_page(home)
    first = page.revisions.get()
    type(page).objects.filter(pk=page.pk).update(live_revision=None)
    page.refresh_from_db()
    for number in range(10):
        revision = page.save_revision()
        revision.created_at = timezone.now() - 100 * DAY + number * DAY
        revision.save()
    first.delete()
    return page


def revisions(row):
    return list(row.revisions.order_by("created_at"))


def test_old_versions_beyond_the_number_are_deleted(page):
    newest = revisions(page)[-2:]
    others = Revision.objects.exclude(pk__in=page.revisions.values("pk")).count()
    delete_old_revisions()
    assert revisions(page) == newest
    assert Revision.objects.count() == others + 2


def test_versions_of_the_last_week_are_kept(page):
    recent = revisions(page)[:5]
    for revision in recent:
        revision.created_at = timezone.now() - 6 * DAY
        revision.save()
    delete_old_revisions()
    assert set(recent) <= set(revisions(page))


def test_versions_that_are_still_needed_are_kept(page, editor):
    live, scheduled, approved, commented, recorded, *_others = needed = revisions(page)[:6]
    scheduled.approved_go_live_at = timezone.now() + DAY
    scheduled.save()
    type(page).objects.filter(pk=page.pk).update(live_revision=live)
    state = WorkflowState.objects.create(
        content_type=page.cached_content_type,
        base_content_type=page.get_base_content_type(),
        object_id=page.pk,
        workflow=Workflow.objects.create(name="Approval"),
        status=WorkflowState.STATUS_APPROVED,
    )
    TaskState.objects.create(workflow_state=state, revision=approved, task=Task.objects.create(name="Read"))
    Comment.objects.create(page=page, user=editor, text="Why?", contentpath="title", revision_created=commented)
    SeededPage.objects.create(path="example", page=page, revision_id=recorded.pk)
    delete_old_revisions()
    assert set(revisions(page)) == {*needed[:5], *revisions(page)[-2:]}
    assert (TaskState.objects.count(), Comment.objects.count()) == (1, 1)


def test_versions_of_passages_are_deleted_too(settings):
    settings.KEPT_REVISIONS = 1
    passage = make_passage()
    for _number in range(3):
        passage.save_revision()
    passage.revisions.update(created_at=timezone.now() - 30 * DAY)
    delete_old_revisions()
    passage.refresh_from_db()
    assert revisions(passage) == [passage.latest_revision]


def test_log_keeps_its_entries(page):
    revision = revisions(page)[0]
    revision.publish()
    page.save_revision().publish()
    entries = PageLogEntry.objects.filter(page=page.pk).count()
    delete_old_revisions()
    assert not Revision.objects.filter(pk=revision.pk).exists()
    assert PageLogEntry.objects.filter(page=page.pk).count() == entries


def test_expired_sessions_are_deleted(editor_client, clock):
    kept = Session.objects.get()
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - DAY)
    delete_expired_sessions()
    assert list(Session.objects.all()) == [kept]
