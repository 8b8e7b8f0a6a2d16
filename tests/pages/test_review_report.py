"""The report lists pages that need a review, and its export contains no formulas."""

import datetime
import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission

from pages.models import ConditionPage, TreatmentPage
from tests.exports import rows_of
from tests.factories import make_condition, make_treatment, publish
from tests.html import soup, words
from tests.reviews import sign
from tests.translations import translate

pytestmark = pytest.mark.sql


@pytest.fixture
def report(editor_client):
    """Return a function that returns the report's rows, each a list of texts, without the heading."""

    def rows(client=editor_client, **filters):
        page = soup(client.get(reverse("medical_reviews"), filters))
        return [[words(cell) for cell in row.find_all("td")] for row in page.select("main table tbody tr")]

    return rows


def exported(client, kind, **filters):
    """Return the rows of the exported report, each a dict by the name of the column."""
    response = client.get(reverse("medical_reviews"), {"export": kind, **filters})
    return rows_of(b"".join(response.streaming_content), kind)


HEADING = ["Page", "Language", "State", "Reviewed by", "Reviewed on", "Next review due"]


@pytest.fixture
def pages_in_each_state(signed):
    """Create a page in each state of the report, and one that needs no review."""
    signed.introduction = "They are warm."
    publish(signed)
    today = timezone.localdate()
    sign(make_condition("Due Today"), due=today)
    sign(make_treatment("Overdue"), due=today - datetime.timedelta(days=1))
    sign(make_condition("Not Yet Due"), due=today + datetime.timedelta(days=1))
    make_condition("Never")


@pytest.mark.slow
def test_lists_pages_that_need_a_review_with_the_reason(pages_in_each_state, report):
    found = {row[0]: row[1:4] for row in report(p=1)} | {row[0]: row[1:4] for row in report(p=2)}
    assert found["Cold Feet"] == ["English", "Changed since its review", "A. Doctor, MD"]
    assert found["Due Today"] == ["English", "Review due", "A. Doctor, MD"]
    assert found["Overdue"] == ["English", "Review due", "A. Doctor, MD"]
    assert found["Never"] == ["English", "Never reviewed", ""]
    assert found["Mid-Back Pain"] == ["English", "Never reviewed", ""]
    assert "Not Yet Due" not in found
    assert "Conditions We Treat" not in found


@pytest.mark.slow
def test_can_be_filtered_by_state(pages_in_each_state, report):
    assert [row[0] for row in report(review_state="changed")] == ["Cold Feet"]
    assert {row[0] for row in report(review_state="due")} == {"Due Today", "Overdue"}
    assert "Never" in {row[0] for row in report(review_state="never")}


@pytest.mark.slow
def test_can_be_filtered_by_language(home, mid_back_pain, page_at, report):
    for page in (home, page_at("conditions-we-treat"), mid_back_pain):
        translate(page)
    assert [row[:3] for row in report(locale="es")] == [["ES Mid-Back Pain", "Spanish", "Never reviewed"]]
    assert "ES Mid-Back Pain" not in {row[0] for row in report(locale="en")}


def test_leaves_out_unpublished_pages(signed, report):
    signed.introduction = "They are warm."
    publish(signed)
    signed.unpublish()
    assert report(review_state="changed") == []


def test_draft_is_not_reported_before_it_is_published(signed, report):
    signed.introduction = "They are warm."
    signed.save_revision()
    assert report(review_state="changed") == []


@pytest.mark.slow
def test_links_to_the_editor(pages_in_each_state, signed, editor_client):
    page = soup(editor_client.get(reverse("medical_reviews"), {"review_state": "changed"}))
    assert page.select_one("main tbody a")["href"] == reverse("wagtailadmin_pages:edit", args=[signed.pk])


@pytest.mark.slow
def test_can_be_sorted_by_due_date(pages_in_each_state, report):
    assert [row[0] for row in report(review_state="due", ordering="review_due")] == ["Overdue", "Due Today"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.slow
def test_export_contains_all_rows_or_the_filtered_rows(pages_in_each_state, editor_client, kind):
    rows = exported(editor_client, kind)
    assert list(rows[0]) == HEADING
    assert len(rows) == 15 + 19 + 4
    [changed] = exported(editor_client, kind, review_state="changed")
    expected = {"Page": "Cold Feet", "Language": "English", "State": "Changed since its review"}
    assert changed == changed | expected | {"Reviewed by": "A. Doctor, MD", "Next review due": ""}
    assert changed["Reviewed on"].startswith("2026-01-02")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠"])
def test_csv_escapes_a_name_that_begins_like_a_formula(signed, editor_client, begin):
    name = f"{begin}HYPERLINK(1)"
    signed.reviews.update(reviewer_name=name)
    ConditionPage.objects.filter(pk=signed.pk).update(is_review_lapsed=True)
    [row] = exported(editor_client, "csv", review_state="changed")
    assert row["Reviewed by"] == f"'{name}".replace("\r", "\n'").replace("\t", "\t'")


def test_xlsx_escapes_a_name_that_begins_like_a_formula(signed, editor_client):
    name = "=HYPERLINK(1)\x0b"
    signed.reviews.update(reviewer_name=name)
    ConditionPage.objects.filter(pk=signed.pk).update(is_review_lapsed=True)
    response = editor_client.get(reverse("medical_reviews"), {"export": "xlsx", "review_state": "changed"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("'=HYPERLINK(1)", "s")


def test_csv_begins_with_a_byte_order_mark(editor_client):
    response = editor_client.get(reverse("medical_reviews"), {"export": "csv"})
    assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("filters", [{}, {"export": "csv"}, {"export": "xlsx"}])
def test_number_of_queries_does_not_depend_on_the_number_of_pages(editor_client, filters):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            response = editor_client.get(reverse("medical_reviews"), {"review_state": "never", **filters})
            b"".join(response)
        return len(captured)

    ConditionPage.objects.exclude(slug="mid-back-pain").update(live=False)
    TreatmentPage.objects.update(live=False)
    queries()
    before = queries()
    ConditionPage.objects.update(live=True)
    TreatmentPage.objects.update(live=True)
    assert queries() == before


@pytest.fixture
def log_in(django_user_model, page_at):
    """Return a function that logs in a user with access to the admin and these permissions on pages below a path."""

    def log_in_with(*rights, path="conditions-we-treat"):
        group = Group.objects.create(name="Staff")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for right in rights:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{right}_page")
            GroupPagePermission.objects.create(group=group, page=page_at(path), permission=permission)
        user = django_user_model.objects.create_user("staff", password="a long password")
        user.groups.add(group)
        client = Client()
        client.force_login(user)
        return client

    return log_in_with


@pytest.mark.parametrize("name", ["medical_reviews", "medical_reviews_results"])
def test_users_who_may_not_edit_get_no_access(client, log_in, name):
    assert client.get(reverse(name))["Location"].startswith("/admin/login/")
    desk = log_in()
    assert desk.get(reverse(name))["Location"] == reverse("wagtailadmin_home")
    assert desk.get(reverse(name), {"export": "csv"})["Location"] == reverse("wagtailadmin_home")
    assert reverse("medical_reviews") not in desk.get("/admin/").content.decode()


def test_shows_an_editor_only_the_pages_they_may_edit(log_in, report):
    editor = log_in("change")
    assert reverse("medical_reviews") in editor.get("/admin/").content.decode()
    titles = {row[0] for row in report(editor)}
    assert "Neck Pain" in titles
    assert "Nerve Blocks" not in titles
