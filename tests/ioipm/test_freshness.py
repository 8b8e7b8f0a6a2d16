"""After each kind of staff action the next reader gets the new page, and nobody gets the old one again."""

import datetime
from hashlib import sha256

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from home.models import HomePage
from ioipm.page_cache.store import store
from pages.models import (
    Announcement,
    Closure,
    ConditionPage,
    LocationPage,
    Passage,
    Source,
    SpecialHours,
    TreatmentPage,
    WarningSign,
)
from pages.scheduling import run_schedules
from tests.factories import make_condition, make_passage, make_standard_page, publish
from tests.reviews import sign

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

HOME, CONDITIONS, CONDITION = "/", "/conditions-we-treat/", "/conditions-we-treat/mid-back-pain/"
TREATMENT, LOCATION = "/treatments-we-provide/trigger-point-injections/", "/locations/russellville/"
HOUR = datetime.timedelta(hours=1)


def condition():
    return ConditionPage.objects.get(slug="mid-back-pain", locale__language_code="en")


def treatment():
    return TreatmentPage.objects.get(slug="trigger-point-injections", locale__language_code="en")


def home():
    return HomePage.objects.get(locale__language_code="en")


def location():
    return LocationPage.objects.get(slug="russellville", locale__language_code="en")


def change(page, **values):
    """Publish the page with these values."""
    for name, value in values.items():
        setattr(page, name, value)
    publish(page)


def span(**values):
    now = timezone.now()
    return {"starts_at": now - HOUR, "ends_at": now + HOUR, **values}


def schedule(name, moment):
    """Store a date of the page's schedule whose time has come."""
    page = condition()
    if name == "go_live_at":
        page.title = "Scheduled"
        revision = page.save_revision()
        type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=moment)
    else:
        Page.objects.filter(pk=page.pk).update(expire_at=moment)
    run_schedules()


ACTIONS = {
    "publish a text": (CONDITION, lambda: change(condition(), introduction="New words.")),
    "rename a condition": (CONDITIONS, lambda: change(condition(), title="New name")),
    "rename in the menu": (HOME, lambda: change(condition(), menu_label="New label")),
    "take out of the menu": (HOME, lambda: change(condition(), show_in_menus=False)),
    "change the address": (CONDITION, lambda: change(condition(), slug="elsewhere")),
    "unpublish": (CONDITION, lambda: condition().unpublish()),
    "list after unpublishing": (CONDITIONS, lambda: condition().unpublish()),
    "delete": (CONDITION, lambda: condition().delete()),
    "delete by query": (CONDITIONS, lambda: ConditionPage.objects.filter(pk=condition().pk).delete()),
    "publish a new page": (CONDITIONS, lambda: make_condition("Brand New")),
    "publish at an address without a page": ("/new/", lambda: make_standard_page(home(), "New", slug="new")),
    "reorder": (CONDITIONS, lambda: condition().move(condition().get_parent(), "first-child")),
    "move": (CONDITION, lambda: condition().move(home(), "last-child")),
    "publish by schedule": (CONDITION, lambda: schedule("go_live_at", timezone.now() - HOUR)),
    "expire by schedule": (CONDITION, lambda: schedule("expire_at", timezone.now() - HOUR)),
    "restrict": (CONDITION, lambda: PageViewRestriction.objects.create(page=condition(), restriction_type="login")),
    "restrict the list": (CONDITIONS, lambda: PageViewRestriction.objects.create(
        page=condition(), restriction_type="password", password="x")),
    "sign a review": (CONDITION, lambda: publish(sign(condition(), name="B. Doctor, MD"))),
    "rename a treatment": (CONDITION, lambda: change(treatment(), title="New treatment")),
    "withdraw a treatment": (CONDITION, lambda: treatment().unpublish()),
    "rename a condition that a treatment lists": (TREATMENT, lambda: change(condition(), title="New name")),
    "change the phone number": (HOME, lambda: change(location(), phone="479-555-0199")),
    "change the hours": (LOCATION, lambda: change(location(), hours=[])),
    "change the call line": (TREATMENT, lambda: change(home(), call_line="Now call {phone}.")),
    "change the hero": (HOME, lambda: change(home(), hero_heading="Hello.")),
    "rename the clinic": (LOCATION, lambda: change(home(), clinic_name="New Clinic")),
    "announce a closure": (HOME, lambda: Closure.objects.create(kind="weather", **span())),
    "enter special hours": (LOCATION, lambda: SpecialHours.objects.create(
        opens=datetime.time(1), closes=datetime.time(2), **span())),
    "announce": (CONDITION, lambda: Announcement.objects.create(text="Snow", **span())),
    "edit every passage": (TREATMENT, lambda: Passage.objects.update(text="<p>New passage.</p>")),
    "edit every warning sign": (CONDITION, lambda: WarningSign.objects.update(text="New sign.")),
    "edit every source": (CONDITION, lambda: Source.objects.update(title="New source")),
    "import rows": (HOME, lambda: Page.objects.bulk_update(
        [Page(pk=home().pk, title="Bulk", seo_title="Bulk")], ["seo_title"])),
    "redirect": ("/former/", lambda: Redirect.objects.create(old_path="/former", redirect_page=condition())),
    "rename the site": (HOME, lambda: Site.objects.update(root_page=condition())),
}  # fmt: skip


def contents(reader, address):
    response = reader.get(address)
    return response.status_code, response.get("Location"), sha256(response.content).hexdigest()


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.slow
def test_next_reader_gets_the_new_page(reader, name, django_capture_on_commit_callbacks):
    address, act = ACTIONS[name]
    before = contents(reader, address)
    assert contents(reader, address) == before
    with django_capture_on_commit_callbacks(execute=True):
        act()
    after = contents(reader, address)
    assert after != before
    assert contents(reader, address) == after
    store.clear()
    assert contents(reader, address) == after


def test_draft_does_not_discard_the_pages(reader, django_assert_num_queries, django_capture_on_commit_callbacks):
    reader.get(CONDITION)
    page = condition()
    page.introduction = "A draft."
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision()
    with django_assert_num_queries(0):
        reader.get(CONDITION)


def test_page_is_not_kept_longer_than_it_is_right(reader, clock):
    Announcement.objects.create(text="Soon", **span(starts_at=timezone.now() + datetime.timedelta(seconds=50)))
    before = contents(reader, HOME)
    clock.move(seconds=20)
    assert contents(reader, HOME) == before
    clock.move(seconds=31)
    assert contents(reader, HOME) != before


def test_change_that_is_rolled_back_is_shown_to_nobody(reader, django_capture_on_commit_callbacks):
    before = contents(reader, HOME)
    with transaction.atomic():
        make_passage()
        Announcement.objects.create(text="Never", **span())
        transaction.set_rollback(True)
    assert contents(reader, HOME) == before
