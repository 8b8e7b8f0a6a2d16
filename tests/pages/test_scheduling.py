"""Pages are published and unpublished at the times that staff have set, and can be saved afterwards."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision
from wagtail.test.utils.form_data import querydict_from_html

from ioipm.worker.jobs import all_jobs
from pages.models import BasePage, StandardPage
from pages.page_types import page_types
from pages.schedule_form import ScheduledPageForm
from pages.scheduling import ScheduleError, run_schedules
from tests.factories import make_standard_page, publish

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def page(home):
    """A published page."""
    return make_standard_page(home, "Flu Shots")


def schedule(page, title="", go_live_at=None, expire_at=None):
    """Publish a version of the page with these dates; it waits if `go_live_at` is in the future."""
    page = page.get_latest_revision_as_object()
    page.title, page.go_live_at, page.expire_at = title or page.title, go_live_at, expire_at
    return publish(page)


def saved(page):
    return StandardPage.objects.get(pk=page.pk)


def open_editor(client, page, view="edit", *args):
    """Sign in again, because the session has ended if the clock has moved, and return the page's editor."""
    client.force_login(get_user_model().objects.get(username="editor"))
    return client.get(reverse(f"wagtailadmin_pages:{view}", args=[page.pk, *args]))


def form_data(client, page):
    """Return what the editor posts when nothing is changed. Scripts create the fields of the sections."""
    html = open_editor(client, page).content.decode()
    data = querydict_from_html(html, form_id="page-edit-form")
    streams = ("body", "sources", "own_notice", "billing_disclosure")
    return {name: data.get(name) for name in data} | {f"{name}-count": "0" for name in streams}


def save(client, page, **changes):
    """Save the page in the editor, and return the errors of its form."""
    data = form_data(client, page) | changes
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert response.status_code in (200, 302)
    return response.context["form"].errors if response.status_code == 200 else {}


def test_page_goes_live_and_its_date_is_removed(home, clock):
    page = home.add_child(instance=StandardPage(title="Flu Shots", introduction="New.", live=False))
    schedule(page, go_live_at=clock.now() + HOUR)
    run_schedules()
    assert not saved(page).live

    clock.move(hours=1, seconds=1)
    run_schedules()
    page = saved(page)
    assert (page.live, page.go_live_at, page.get_latest_revision().content["go_live_at"]) == (True, None, None)
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1
    run_schedules()
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1


def test_scheduled_version_replaces_the_live_one(page, clock):
    schedule(page, "Flu Shots 2027", go_live_at=clock.now() + HOUR)
    run_schedules()
    assert saved(page).title == "Flu Shots"
    clock.move(hours=2)
    run_schedules()
    assert saved(page).title == "Flu Shots 2027"


@pytest.mark.slow
def test_page_expires_and_can_be_saved_and_published_again(page, clock, editor_client):
    schedule(page, expire_at=clock.now() + HOUR)
    opened_before = form_data(editor_client, page)
    assert opened_before["expire_at"]
    clock.move(hours=1, seconds=1)
    run_schedules()
    page = saved(page)
    assert (page.live, page.expired, page.expire_at) == (False, True, None)

    assert save(editor_client, page, title="Saved Again") == {}
    # An editor that was open while the page expired still has the date.
    assert save(editor_client, page, title="From an Open Editor", expire_at=opened_before["expire_at"]) == {}
    page = saved(page)
    page.get_latest_revision().publish()
    clock.move(minutes=1)
    run_schedules()
    assert (saved(page).live, saved(page).title) == (True, "From an Open Editor")


def test_version_from_before_the_expiry_can_be_restored(page, clock, editor_client):
    schedule(page, expire_at=clock.now() + HOUR)
    revision = page.get_latest_revision()
    clock.move(hours=2)
    run_schedules()
    publish(saved(page))
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    response = open_editor(editor_client, page, "revisions_revert", revision.pk)
    assert response.context["form"]["expire_at"].value() is None


@pytest.mark.slow
def test_expiry_date_in_the_past_is_refused(page, editor_client):
    past = timezone.localtime(timezone.now() - HOUR)
    errors = save(editor_client, page, expire_at=f"{past:%m/%d/%Y %I:%M %p}")
    assert errors["expire_at"] == ["Expiry date/time must be in the future."]


@pytest.mark.slow
def test_expiry_that_the_worker_has_not_run_yet_is_not_forgotten(page, clock, editor_client):
    schedule(page, expire_at=clock.now() + HOUR)
    clock.move(hours=2)
    assert "expire_at" in save(editor_client, page)
    run_schedules()
    assert save(editor_client, page) == {}


def test_page_whose_whole_period_is_over_is_not_left_public(home, clock):
    page = home.add_child(instance=StandardPage(title="Flu Shots", introduction="New.", live=False))
    schedule(page, go_live_at=clock.now() + HOUR, expire_at=clock.now() + 2 * HOUR)
    clock.move(hours=3)
    run_schedules()
    assert (saved(page).live, saved(page).expired, saved(page).expire_at) == (False, True, None)


def test_next_version_is_published_although_the_present_one_expires_first(page, clock):
    schedule(page, expire_at=clock.now() + HOUR)
    schedule(saved(page), "Next Year", go_live_at=clock.now() + 3 * HOUR)
    clock.move(hours=2)
    run_schedules()
    assert not saved(page).live
    clock.move(hours=2)
    run_schedules()
    assert (saved(page).live, saved(page).title) == (True, "Next Year")


def test_page_that_cannot_be_published_does_not_stop_the_others(page, home, clock):
    broken = make_standard_page(home, "Broken")
    schedule(broken, "Broken Later", go_live_at=clock.now() + HOUR)
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"title": ""})
    schedule(page, "Flu Shots 2027", go_live_at=clock.now() + 2 * HOUR)
    clock.move(hours=3)
    with pytest.raises(ScheduleError):
        run_schedules()
    assert saved(page).title == "Flu Shots 2027"
    assert saved(broken).title == "Broken"


def test_dates_in_the_future_stay(page, clock):
    schedule(page, expire_at=clock.now() + 3 * HOUR)
    clock.move(hours=2)
    run_schedules()
    assert saved(page).live
    assert saved(page).expire_at


def test_schedules_run_every_minute():
    job = next(job for job in all_jobs() if job.function == "pages.scheduling.run_schedules")
    assert job.interval == datetime.timedelta(minutes=1)


@pytest.mark.parametrize("model", page_types(BasePage), ids=lambda model: model.__name__)
def test_editor_of_every_page_type_knows_schedules_that_have_run(model):
    assert issubclass(model.get_edit_handler().get_form_class(), ScheduledPageForm)


def test_schedule_form_names_the_clinics_time_zone(page, editor_client):
    html = editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert html.count("Clinic time (America/Chicago)") == 2


def test_dates_of_a_schedule_name_the_clinics_time_zone(page, editor_client):
    schedule(page, "Next Year", go_live_at=datetime.datetime(2027, 1, 4, 23, tzinfo=datetime.UTC))
    html = editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert html.count("Jan. 4, 2027, 5 p.m. CST") >= 2  # the lock above the form, and the status


@pytest.mark.slow
def test_time_that_the_clocks_skip_is_refused_at_the_field(page, editor_client):
    errors = save(editor_client, page, go_live_at="3/14/2027 2:30 AM")
    assert "the clocks skip this hour" in errors["go_live_at"][0]


def test_users_cannot_choose_another_time_zone(editor_client):
    assert "current_time_zone" not in editor_client.get(reverse("wagtailadmin_account")).content.decode()
