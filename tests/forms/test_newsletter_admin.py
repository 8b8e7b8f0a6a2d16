"""The list of subscribers in the admin: permissions, filters, export, deletion, and a log without addresses."""

import io
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from forms.models import Subscriber
from tests.exports import rows_of
from tests.html import soup, words

LIST = "/admin/newsletter/"


@pytest.fixture
def readers(db):
    """Return subscribers of each status, one of them with an address that begins like a formula."""
    make = Subscriber.objects.create
    return [
        make(email="ann@example.com", language="en", status=Subscriber.Status.CONFIRMED),
        make(email="luis@example.com", language="es", status=Subscriber.Status.CONFIRMED),
        make(email="pending@example.com", language="en"),
        make(email="=cmd@example.com", language="en", status=Subscriber.Status.UNSUBSCRIBED),
    ]


@pytest.fixture
def staff(django_user_model):
    """Return a function that logs a user in who may use the admin and has the named permissions on subscribers."""

    def log_in(*names):
        user = django_user_model.objects.create_user("staff", "staff@example.com", "a long password")
        group = Group.objects.create(name="Newsletter")
        wanted = [f"{name}_subscriber" for name in names]
        group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *wanted]))
        user.groups.add(group)
        client = Client()
        client.force_login(user)
        return client

    return log_in


def rows(answer):
    return [words(row.td) for row in soup(answer).select("table tbody tr")]


def exported(answer, kind):
    """Return the rows of the exported file, each a dict by the name of the column."""
    content = b"".join(answer.streaming_content)
    assert kind != "csv" or content.startswith(b"\xef\xbb\xbf")
    return rows_of(content, kind)


@pytest.mark.parametrize(
    ("names", "statuses"),
    [
        ([], [403, 403, 403, 403, 403]),
        (["view"], [200, 200, 403, 403, 403]),
        (["view", "export"], [200, 200, 200, 200, 403]),
        (["view", "delete"], [200, 200, 403, 403, 200]),
    ],
)
def test_view_export_and_delete_are_separate_permissions(readers, staff, names, statuses):
    client = staff(*names)
    addresses = [LIST, f"{LIST}results/", f"{LIST}?export=csv", f"{LIST}?export=xlsx"]
    addresses.append(f"{LIST}{readers[0].pk}/delete/")
    assert [client.get(address).status_code for address in addresses] == statuses
    assert (client.get(f"{LIST}999999/delete/").status_code == 404) == ("delete" in names)


def test_denied_export_is_logged(readers, staff):
    staff("view").get(f"{LIST}?export=csv&q=ann@example.com")
    [entry] = ModelLogEntry.objects.filter(action__startswith="site_forms.")
    assert (entry.action, entry.label, entry.data) == ("site_forms.denied", "All subscribers", {})


def test_anonymous_user_is_redirected_to_the_login(client, readers):
    for address in (LIST, f"{LIST}?export=csv", f"{LIST}{readers[0].pk}/delete/"):
        assert client.get(address)["Location"].startswith("/admin/login/")


def test_list_shows_only_allowed_actions(readers, staff):
    page = soup(staff("view").get(LIST))
    assert page.select("a[href*='export=']") == []
    assert page.select("a[href$='/delete/']") == []


def test_menu_item_is_shown_only_with_the_permission(readers, staff):
    client = staff()
    assert LIST not in client.get("/admin/").content.decode()
    Group.objects.get(name="Newsletter").permissions.add(Permission.objects.get(codename="view_subscriber"))
    assert LIST in client.get("/admin/").content.decode()


def test_newsletter_and_messages_have_different_icons(editor_client):
    menu = soup(editor_client.get("/admin/")).select_one("#wagtail-sidebar-props").string
    icons = dict(re.findall(r'"name": "(messages|newsletter)".*?"icon_name": "([\w-]+)"', menu))
    assert icons == {"messages": "mail", "newsletter": "newspaper"}
    assert 'id="icon-newspaper"' in editor_client.get(reverse("wagtailadmin_sprite")).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"ann@example.com", "luis@example.com", "pending@example.com", "=cmd@example.com"}),
        ({"status": "confirmed"}, {"ann@example.com", "luis@example.com"}),
        ({"language": "es"}, {"luis@example.com"}),
        ({"q": "LUIS"}, {"luis@example.com"}),
        ({"q": "example.com", "status": "pending"}, {"pending@example.com"}),
        ({"q": "nobody"}, set()),
    ],
)
def test_list_is_filtered_by_status_language_and_address(readers, editor_client, query, found):
    assert set(rows(editor_client.get(LIST, query))) == found
    assert set(rows(editor_client.get(f"{LIST}results/", query))) == found
    rows_found = exported(editor_client.get(LIST, query | {"export": "csv"}), "csv")
    assert {row["E-mail address"].lstrip("'") for row in rows_found} == found


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_has_the_columns_that_a_newsletter_program_needs_and_no_formula(readers, editor_client, kind):
    found = exported(editor_client.get(LIST, {"export": kind}), kind)
    by_address = {row["E-mail address"]: row for row in found}
    luis = by_address["luis@example.com"]
    assert (luis["Language"], luis["Status"]) == ("Spanish", "Subscribed")
    link = f"https://www.ioipm.example/es/newsletter/unsubscribe/{readers[1].token}/"
    assert luis["Link to unsubscribe"] == link
    if kind == "csv":
        assert "'=cmd@example.com" in by_address


def test_xlsx_stores_a_formula_as_text(readers, editor_client):
    answer = editor_client.get(LIST, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if "cmd" in str(cell.value)} == {"s"}


def test_log_of_an_export_has_the_number_and_no_address(readers, editor, editor_client):
    editor_client.get(LIST, {"export": "csv", "q": "ann@example.com"})
    [entry] = ModelLogEntry.objects.filter(action="site_forms.export_subscribers")
    assert (entry.user, entry.data) == (editor, {"count": 1, "format": "CSV"})
    assert "ann" not in f"{entry.label}{entry.data}"
    assert entry.formatter.format_message(entry) == "Exported 1 addresses as CSV"


def test_log_of_a_list_has_the_number_and_no_address(readers, editor, editor_client):
    editor_client.get(LIST)
    editor_client.get(f"{LIST}results/", {"q": "ann@example.com", "status": "confirmed"})
    listed = ModelLogEntry.objects.filter(action="site_forms.list").order_by("pk")
    assert [(entry.user, entry.label, entry.data) for entry in listed] == [
        (editor, "All subscribers", {"count": 4, "page": 1, "filters": []}),
        (editor, "All subscribers", {"count": 1, "page": 1, "filters": ["status", "search"]}),
    ]


def test_export_is_not_logged_as_a_list(readers, editor_client):
    editor_client.get(LIST, {"export": "csv"})
    assert not ModelLogEntry.objects.filter(action="site_forms.list").exists()


def test_log_of_a_deletion_has_no_address(readers, editor, editor_client):
    address = f"{LIST}{readers[0].pk}/delete/"
    assert "ann@example.com" in editor_client.get(address).content.decode()
    assert Subscriber.objects.filter(email="ann@example.com").exists()
    assert editor_client.post(address)["Location"] == LIST
    assert not Subscriber.objects.filter(email="ann@example.com").exists()
    [entry] = ModelLogEntry.objects.filter(action="wagtail.delete")
    assert entry.user == editor
    assert "ann" not in f"{entry.label}{entry.data}"
    assert editor_client.get("/admin/reports/site-history/").status_code == 200


@pytest.mark.slow
def test_permissions_can_be_granted_where_groups_are_edited(editor_client):
    page = editor_client.get("/admin/groups/new/").content.decode()
    for name in ("view", "export", "delete"):
        permission = Permission.objects.get(codename=f"{name}_subscriber")
        assert f'value="{permission.pk}"' in page


def test_subscribers_cannot_be_added_or_edited_in_the_admin(readers, editor_client):
    assert editor_client.get(f"{LIST}add/").status_code == 404
    assert editor_client.get(f"{LIST}{readers[0].pk}/").status_code == 404
