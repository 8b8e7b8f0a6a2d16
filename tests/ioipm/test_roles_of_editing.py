"""What each group may do with pages: every view of the admin below `pages/` in every role, by GET and by POST.

The views are read from the URL resolver: a new view fails until it is in the table.
"""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from tests.factories import make_condition, make_person, make_standard_page
from tests.reviews import make_clinician

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

MIGRATION = "home.migrations.0014_limit_clinicians_to_medical_pages"
REPORTS = ("dead-links", "medical-reviews", "addresses-not-found", "translations")
BULK = ("publish", "unpublish", "delete", "move")
# Actions on one page, by whether a clinician and marketing may open them: on a published condition, on the draft of a
# condition, on another page.
ON_PAGES = {
    "edit": {"clinician": (True, True, False), "marketing": (True, True, True)},
    "delete": {"clinician": (False, False, False), "marketing": (True, True, True)},
    "unpublish": {"clinician": (False, False, False), "marketing": (True, False, True)},
    "move": {"clinician": (False, False, False), "marketing": (True, True, True)},
    "privacy": {"clinician": (False, False, False), "marketing": (True, True, True)},
    "copy": {"clinician": (True, True, False), "marketing": (True, True, True)},
}


def views_of_pages(resolver=None, prefix=""):
    """Yield the address pattern and the arguments of each view of one page."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from views_of_pages(pattern, route)
        elif isinstance(pattern, URLPattern) and route.startswith("admin/pages/<int:"):
            yield route, tuple(pattern.pattern.converters)


VIEWS_OF_PAGES = set(views_of_pages())
# Wagtail asks everyone to confirm a move, and refuses when it is confirmed.
OPEN_TO_EVERYONE = {("get", "admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/")}


@pytest.fixture
def clients(log_in, home):
    """A client for each role. The clinician may sign."""
    clinician = Client()
    clinician.force_login(make_clinician(make_person("Ann Doctor")))
    roles = {"marketing": "Marketing", "front desk": "Front desk"}
    return {role: log_in(group, name=role) for role, group in roles.items()} | {"clinician": clinician}


@pytest.fixture
def targets(home):
    """A published condition, the draft of another one, and a page without medical text."""
    draft = make_condition("Draft")
    draft.unpublish()
    return make_condition("Cold Feet"), draft, make_standard_page(home, "Parking")


def pages():
    """Return what users must not change without a right: the pages, their state and their restrictions."""
    fields = ("pk", "path", "title", "live", "locked", "go_live_at", "latest_revision_id")
    return list(Page.objects.order_by("pk").values(*fields)), PageViewRestriction.objects.count()


@pytest.mark.parametrize("action", ON_PAGES)
@pytest.mark.slow
def test_each_role_opens_the_actions_in_the_table(clients, targets, action):
    for role, expected in (ON_PAGES[action] | {"front desk": (False,) * 3}).items():
        for page, is_open in zip(targets, expected, strict=True):
            response = clients[role].get(f"/admin/pages/{page.pk}/{action}/")
            assert (response.status_code == 200, role, page.title) == (is_open, role, page.title)


@pytest.mark.parametrize("role", ["front desk", "clinician"])
@pytest.mark.slow
def test_no_view_of_a_page_shows_or_changes_it_by_get_or_post(clients, targets, home, role):
    """Every view of the resolver, with an empty form. The page has no medical text, so no clinician may edit it."""
    before, page = pages(), targets[2]
    values = {"page_id": page.pk, "page_to_move_id": page.pk, "pk": page.pk, "destination_id": home.pk}
    opened = set()
    for route, arguments in VIEWS_OF_PAGES:
        address = "/" + route
        for name in arguments:
            address = re.sub(rf"<(\w+:)?{name}>", str(values.get(name, 1)), address)
        for method in ("get", "post"):
            if getattr(clients[role], method)(address).status_code == 200:
                opened.add((method, route))
    assert opened == OPEN_TO_EVERYONE
    assert pages() == before


@pytest.mark.parametrize("action", BULK)
@pytest.mark.slow
def test_only_marketing_acts_on_several_pages(clients, targets, home, action):
    before = pages()
    query = "&".join(f"id={page.pk}" for page in targets)
    for role in ("front desk", "clinician"):
        form = {"chooser": home.pk, "move_applicable": "on"}
        clients[role].post(f"/admin/bulk/wagtailcore/page/{action}/?{query}", form)
        assert (pages() == before, role) == (True, role)


@pytest.mark.slow
def test_reports_are_open_to_the_roles_that_work_with_them(clients):
    opened = {
        role: {name for name in REPORTS if client.get(f"/admin/reports/{name}/").status_code == 200}
        for role, client in clients.items()
    }
    assert opened == {"marketing": set(REPORTS), "clinician": {"dead-links", "medical-reviews"}, "front desk": set()}


def test_clinicians_edit_drafts_of_medical_pages_only():
    rights = GroupPagePermission.objects.filter(group__name="Clinicians", page__locale__language_code="en")
    assert {(right.page.slug, right.permission.codename) for right in rights} == {
        ("conditions-we-treat", "change_page"),
        ("treatments-we-provide", "change_page"),
    }


def test_existing_group_is_limited_by_the_migration_unless_staff_have_changed_it():
    group, change = Group.objects.get(name="Clinicians"), Permission.objects.get(codename="change_page")
    rights = GroupPagePermission.objects.filter(group=group)
    root = Page.get_first_root_node()
    rights.delete()
    GroupPagePermission.objects.create(group=group, page=root, permission=change)
    import_module(MIGRATION).limit_clinicians(apps, None)
    assert {right.page.slug for right in rights.all()} == {"conditions-we-treat", "treatments-we-provide"}
    GroupPagePermission.objects.create(group=group, page=root, permission=change)
    import_module(MIGRATION).limit_clinicians(apps, None)
    assert rights.filter(page=root).exists()
