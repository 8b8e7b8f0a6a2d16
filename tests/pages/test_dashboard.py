"""The dashboard's panel “Waiting for you”: what each role sees, and how apps add lines to it."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail import hooks
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from forms.models import Form
from pages.dashboard import HOOK, DashboardItem
from tests.factories import make_form, make_message
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.sql]


def lines(client):
    """Return the lines of the panel."""
    return [words(line) for line in soup(client.get("/admin/")).select("#waiting-section li")]


def test_urgent_lines_come_first_and_lines_of_nothing_are_left_out(editor_client):
    def find_items(request):
        yield DashboardItem("Later", order=900)
        yield DashboardItem("Nothing", number=0)
        yield DashboardItem("Nothing either", number="0")
        yield DashboardItem("At once", "/admin/redirects/", number="99+", is_urgent=True, order=950)

    with hooks.register_temporarily(HOOK, find_items):
        shown = lines(editor_client)
    assert (shown[0], shown[-1]) == ("At once: 99+", "Later")
    assert not [line for line in shown if "Nothing" in line]


def test_each_role_sees_its_own_work_only(log_in):
    make_message()
    make_form(notified="")
    desk, marketing = lines(log_in("Front desk", name="dana")), lines(log_in("Marketing", name="mark"))
    assert "New messages: 1" in desk
    assert [line for line in desk if "notifies nobody by mail" in line]
    assert not [line for line in desk if "review" in line]
    assert [line for line in marketing if line.startswith("Pages without a medical review: ")]
    assert not [line for line in marketing if "essage" in line or "Mails" in line]


def test_user_without_work_is_told_so(log_in):
    Form.objects.update(notified="desk@clinic.example")
    client = log_in("Front desk", name="dana")
    assert "Nothing is waiting for you." in words(soup(client.get("/admin/")).select_one("#waiting-section"))


@pytest.mark.slow
def test_medical_reviews_are_counted_by_reason_and_link_to_the_report(editor_client, signed):
    page = soup(editor_client.get("/admin/"))
    signed.body.pop()
    signed.save_revision().publish()
    (line,) = (one for one in soup(editor_client.get("/admin/")).select("#waiting-section li") if "changed" in str(one))
    assert words(line).endswith(": 1")
    report = editor_client.get(line.a["href"]).content.decode()
    assert signed.title in report
    assert "changed since" not in words(page.select_one("#waiting-section"))


@pytest.mark.slow
def test_submitted_page_is_shown_to_who_approves_it_and_returns_to_who_wrote_it(log_in, editor_client, signed):
    task = GroupApprovalTask.objects.create(name="Approval")
    task.groups.set(Group.objects.filter(name="Marketing"))
    workflow = Workflow.objects.create(name="Approval of pages")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    author, approver = log_in("Marketing", name="ann"), log_in("Marketing", name="bob")
    signed.save_revision()
    state = workflow.start(signed, author.user)
    assert "Submitted for your approval: 1" in lines(approver)
    assert not [line for line in lines(log_in("Front desk", name="dana")) if "approval" in line]
    state.current_task_state.task.specific.on_action(state.current_task_state, approver.user, "reject")
    assert "Sent back to you for changes: 1" in lines(author)
    assert not [line for line in lines(approver) if "approval" in line]


def test_dashboard_makes_few_queries(editor_client, django_assert_max_num_queries):
    editor_client.get("/admin/")
    with django_assert_max_num_queries(60):
        editor_client.get(reverse("wagtailadmin_home"))
