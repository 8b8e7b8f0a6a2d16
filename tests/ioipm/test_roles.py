"""Permissions on messages, mails, subscribers and medical reviews in the admin, as a table of views by roles.

The views are read from the URL resolver, and a view that is not in the table fails.
"""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import GroupPagePermission, ModelLogEntry, Page

from forms.models import Attachment, Mail, Message, Subscriber
from home.seed.groups import (
    CLINICIANS,
    CLINICIANS_ON_PAGES,
    FRONT_DESK,
    MARKETING,
    MARKETING_ON_PAGES,
    OF_IMAGES_AND_DOCUMENTS,
)
from pages.signatures import sign as sign_as
from tests.factories import attach, make_condition, make_mail, make_message, make_person
from tests.reviews import fresh, make_clinician

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PROTECTED = ("admin/messages/", "admin/newsletter/", "admin/mails/", "admin/forms/", "admin/medical-reviews/")
ROLES = ["anonymous", "nobody", "marketing", "clinician", "front desk", "superuser"]
LOGIN = "login"
REFUSED = "refused"

# name of the view: (method, status for each role, in the order of ROLES); 302 redirects back after an action
OPEN_TO_DESK = (LOGIN, LOGIN, 403, 403, 200, 200)
DONE_BY_DESK = (LOGIN, LOGIN, 403, 403, 302, 302)
ONLY_SUPERUSER = (LOGIN, LOGIN, 403, 403, 403, 200)
DELETED_BY_SUPERUSER = (LOGIN, LOGIN, 403, 403, 403, 302)
CLOSED = (LOGIN, LOGIN, 404, 404, 404, 404)
# Wagtail redirects users without the permission to the first page of the admin. A superuser signs only from paper.
ONLY_CLINICIAN = (LOGIN, LOGIN, REFUSED, 200, REFUSED, REFUSED)
ONLY_FROM_PAPER = (LOGIN, LOGIN, REFUSED, REFUSED, REFUSED, 200)
EXPECTED = {
    "desk:list": ("get", *OPEN_TO_DESK),
    "desk:list_results": ("get", *OPEN_TO_DESK),
    "desk:search": ("post", *DONE_BY_DESK),
    "desk:export_csv": ("get", *OPEN_TO_DESK),
    "desk:export_xlsx": ("get", *OPEN_TO_DESK),
    "desk:message": ("get", *OPEN_TO_DESK),
    "desk:file": ("get", *OPEN_TO_DESK),
    "desk:take": ("post", *DONE_BY_DESK),
    "desk:release": ("post", *DONE_BY_DESK),
    "desk:hand_over": ("post", *DONE_BY_DESK),
    "desk:status": ("post", *DONE_BY_DESK),
    "desk:hold": ("post", *DONE_BY_DESK),
    "desk:contact": ("post", *DONE_BY_DESK),
    "desk:reminder": ("post", *DONE_BY_DESK),
    "desk:note": ("post", *DONE_BY_DESK),
    "desk:bulk_change": ("post", *DONE_BY_DESK),
    "desk:bulk_delete": ("post", *DELETED_BY_SUPERUSER),
    "desk:delete": ("get", *ONLY_SUPERUSER),
    "mails:list": ("get", *OPEN_TO_DESK),
    "mails:list_results": ("get", *OPEN_TO_DESK),
    "mails:send_again": ("post", *DONE_BY_DESK),
    "mails:delete": ("post", *DONE_BY_DESK),
    "subscribers:list": ("get", *ONLY_SUPERUSER),
    "subscribers:list_results": ("get", *ONLY_SUPERUSER),
    "subscribers:delete": ("get", *ONLY_SUPERUSER),
    "reviews:sign": ("get", *ONLY_CLINICIAN),
    "reviews:sign_on_paper": ("get", *ONLY_FROM_PAPER),
    "reviews:withdraw": ("get", LOGIN, LOGIN, REFUSED, 200, REFUSED, 200),
    "closed_submissions": ("get", *CLOSED),
    "wagtailforms:index": ("get", *CLOSED),
    "wagtailforms:index_results": ("get", *CLOSED),
    "wagtailforms:list_submissions": ("get", *CLOSED),
    "wagtailforms:list_submissions_results": ("get", *CLOSED),
    "wagtailforms:delete_submissions": ("get", *CLOSED),
}


def protected_views(resolver=None, prefix="", namespace=""):
    """Yield name and converters of every view below the protected addresses."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from protected_views(pattern, route, inner)
        elif isinstance(pattern, URLPattern) and route.startswith(PROTECTED):
            yield f"{namespace}{pattern.name}", list(pattern.pattern.converters)


VIEWS = dict(protected_views())
# Views of messages, mails and subscribers: the audit log records each refusal.
LOGGED = [name for name in VIEWS if not name.startswith("reviews:")]
# What is refused, by the first part of the view's name.
PROTECTED_MODELS = {"desk": "message", "mails": "mail", "subscribers": "subscriber"}
PROTECTED_MODELS |= {"closed_submissions": "message", "wagtailforms": "message"}
ADDRESSES = ["a@b.example", "somebody@example.com"]


def everything():
    """Return all rows that these views could change."""
    return [list(model.objects.order_by("pk").values()) for model in (Message, Attachment, Mail, Subscriber)]


@pytest.fixture
def message(private):
    return make_message()


@pytest.fixture(scope="module")
def signed_condition(module_database):
    """A condition, the clinician who signed it, and the review; made once for all tests of the module."""
    person = make_person("Ann Doctor")
    clinician = make_clinician(person)
    page = make_condition()
    return page, clinician, sign_as(page, fresh(person).user, None)


@pytest.fixture
def visit(log_in, editor_client, message, signed_condition):
    """Return a function that requests a view in a role and returns the response."""
    clients = {
        "anonymous": Client(),
        "nobody": log_in(name="nobody"),
        "marketing": log_in("Marketing", name="mark"),
        "clinician": Client(),
        "front desk": log_in("Front desk", name="dana"),
        "superuser": editor_client,
    }
    page, clinician, review = signed_condition
    clients["clinician"].force_login(clinician)
    file = attach(message)
    rows = {"desk": message, "mails": make_mail(), "subscribers": Subscriber.objects.create(email="a@b.example")}
    rows["reviews"] = page

    def visit(role, name):
        row = rows.get(name.partition(":")[0], message)
        values = {"pk": row.pk, "file_pk": file.pk, "page_id": Page.objects.first().pk}
        values |= {"kind": "page", "review_pk": review.pk}
        address = reverse(name, kwargs={argument: values[argument] for argument in VIEWS[name]})
        return getattr(clients[role], EXPECTED[name][0])(address)

    return visit


def test_every_view_is_in_the_table():
    assert set(VIEWS) == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_each_role_gets_the_status_in_the_table(visit, name):
    for role, expected in zip(ROLES, EXPECTED[name][1:], strict=True):
        response = visit(role, name)
        if expected == LOGIN:
            assert (response.status_code, role) == (302, role)
            assert response["Location"].startswith("/admin/login/")
        elif expected == REFUSED:
            assert (response.status_code, response["Location"], role) == (302, "/admin/", role)
        else:
            assert (response.status_code, role) == (expected, role)
            assert expected != 302 or not response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("name", sorted(LOGGED))
def test_refusal_shows_nothing_changes_nothing_and_is_logged(visit, message, name):
    before = everything()
    response = visit("marketing", name)
    for word in (message.reference, "Test Patient", *ADDRESSES, "Subject"):
        assert word not in response.content.decode()
    assert everything() == before
    entry = ModelLogEntry.objects.get(action__startswith="site_forms.")
    assert (entry.action, entry.user.get_username()) == ("site_forms.denied", "mark")
    assert entry.content_type.model == PROTECTED_MODELS[name.partition(":")[0]]
    logged = f"{entry.label} {entry.data} {entry.message}"
    assert not [word for word in ("Test Patient", *ADDRESSES, "Subject") if word in logged]


@pytest.mark.parametrize("name", sorted(LOGGED))
def test_refusal_is_logged_once_for_each_refused_role_only(visit, name):
    for role, expected in zip(ROLES, EXPECTED[name][1:], strict=True):
        ModelLogEntry.objects.all().delete()
        visit(role, name)
        refusals = ModelLogEntry.objects.filter(action="site_forms.denied")
        assert (refusals.count(), role) == (int(expected in (403, 404)), role)


def test_each_view_checks_its_own_permission(message, private, django_user_model):
    """A permission allows its own views and no others."""
    needs = {"view": {"list", "list_results", "search", "message", "file"}, "export": {"export_csv", "export_xlsx"}}
    needs |= {"delete": {"delete", "bulk_delete"}, "change": {"take", "release", "hand_over", "status", "hold", "note"}}
    needs["change"] |= {"contact", "reminder", "bulk_change"}
    assert {f"desk:{name}" for names in needs.values() for name in names} == {n for n in VIEWS if n.startswith("desk:")}
    file = attach(message)
    values = {"pk": message.pk, "file_pk": file.pk}
    for permission in needs:
        user = django_user_model.objects.create_user(permission, password="a long password")
        codenames = ["access_admin", f"{permission}_message"]
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client = Client()
        client.force_login(user)
        for own, names in needs.items():
            for name in names:
                address = reverse(f"desk:{name}", kwargs={k: values[k] for k in VIEWS[f"desk:{name}"]})
                status = getattr(client, EXPECTED[f"desk:{name}"][0])(address).status_code
                assert (status == 403, name) == (own != permission, name)


@pytest.mark.parametrize("address", ["/admin/forms/", "/admin/forms/submissions/3/", "/admin/forms/anything/else/"])
def test_wagtails_own_lists_of_submissions_are_off_for_superusers_too(editor_client, address):
    assert editor_client.get(address).status_code == 404
    assert editor_client.post(address).status_code == 404


def test_wagtails_own_menu_item_is_removed(editor_client):
    assert "/admin/forms/" not in editor_client.get("/admin/").content.decode()


MARKETING_ONLY = ["/admin/pages/3/edit/", "/admin/images/", "/admin/documents/", "/admin/redirects/"]
USERS = ["/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/groups/new/"]


def is_open(client, address):
    return client.get(address).status_code == 200


def test_front_desk_edits_no_pages_images_or_documents(desk, home):
    for address in [f"/admin/pages/{home.pk}/edit/", *MARKETING_ONLY[1:]]:
        assert not is_open(desk, address), address


def test_marketing_edits_pages_images_documents_and_redirects(log_in, home):
    marketing = log_in("Marketing")
    for address in [f"/admin/pages/{home.pk}/edit/", *MARKETING_ONLY[1:]]:
        assert is_open(marketing, address), address


@pytest.mark.parametrize("group", ["Marketing", "Front desk", "Clinicians"])
def test_no_group_manages_users(log_in, group, editor):
    member = log_in(group)
    for address in [*USERS, f"/admin/users/edit/{editor.pk}/"]:
        assert not is_open(member, address), address


def test_no_group_of_a_new_site_may_manage_users_or_groups():
    codenames = {"add_user", "change_user", "delete_user", "add_group", "change_group", "add_permission"}
    assert not Group.objects.filter(permissions__codename__in=codenames).exists()


def test_groups_of_a_new_site_have_every_permission_they_are_meant_to_have():
    groups = {"Marketing": MARKETING + OF_IMAGES_AND_DOCUMENTS, "Front desk": FRONT_DESK, "Clinicians": CLINICIANS}
    for name, permissions in groups.items():
        group = Group.objects.get(name=name)
        own = {*group.permissions.all(), *(one.permission for one in group.collection_permissions.all())}
        assert {f"{one.content_type.app_label}.{one.codename}" for one in own} == set(permissions)
    for name, expected in (("Marketing", MARKETING_ON_PAGES), ("Clinicians", CLINICIANS_ON_PAGES)):
        pages = GroupPagePermission.objects.filter(group__name=name).values_list("permission__codename", flat=True)
        assert {f"wagtailcore.{codename}" for codename in pages} == set(expected)


def test_only_clinicians_of_a_new_site_may_sign():
    signers = Group.objects.filter(permissions__codename="sign_review")
    assert {group.name for group in signers} == {"Clinicians"}
    assert not Group.objects.filter(permissions__codename="record_paper_signature").exists()


def test_only_the_front_desk_of_a_new_site_may_read_messages():
    readers = Group.objects.filter(permissions__content_type__app_label="site_forms")
    assert {group.name for group in readers} == {"Front desk"}
    front_desk = readers.first()
    assert not GroupPagePermission.objects.filter(group=front_desk).exists()
    assert not front_desk.permissions.filter(codename="delete_message").exists()


def test_permissions_on_messages_are_offered_where_groups_are_edited(editor_client):
    page = editor_client.get(f"/admin/groups/edit/{Group.objects.get(name='Front desk').pk}/").content.decode()
    for name in ("view", "change", "delete", "export"):
        assert str(Permission.objects.get(codename=f"{name}_message").pk) in page
    assert "Can export messages" in page
