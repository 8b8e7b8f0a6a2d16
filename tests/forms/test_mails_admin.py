"""The list of mails in the admin: staff see waiting and failed mails, send them again, or delete failed ones."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from forms.inbox import mails
from forms.models import Mail
from forms.outbox.delivery import send_due
from forms.outbox.queue import queue
from ioipm.worker.jobs import all_jobs
from ioipm.worker.models import Heartbeat
from tests.factories import answers_by_meaning, make_form, make_message
from tests.html import soup, words

pytestmark = pytest.mark.sql


@pytest.fixture
def staff(django_user_model):
    """Return a function that logs in a user with access to the admin and this permission on messages."""

    def log_in(codename=None):
        group = Group.objects.create(name="Staff")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        if codename:
            group.permissions.add(Permission.objects.get(codename=codename))
        user = django_user_model.objects.create_user("somebody", password="a long password")
        user.groups.add(group)
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def desk(staff):
    """A test client of a user who may process messages."""
    return staff("change_message")


@pytest.fixture
def message(db):
    """A message with a mail to the front desk and one to the sender."""
    message = make_message(make_form(is_acknowledged=True), answers_by_meaning(email="pat@example.com"))
    mails.notify(message)
    mails.acknowledge(message)
    return message


@pytest.fixture
def failed(message):
    """The mail to the sender, which could not be sent."""
    mail = Mail.objects.get(kind=Mail.Kind.CONFIRMATION)
    values = {"state": Mail.State.FAILED, "reason": Mail.Reason.RECIPIENT, "reply_code": 550, "tries": 12}
    Mail.objects.filter(pk=mail.pk).update(**values, next_try_at=None)
    mail.refresh_from_db()
    return mail


@pytest.fixture
def worker_is_healthy(db):
    """Every job of the worker has just succeeded."""
    now = timezone.now()
    Heartbeat.objects.bulk_create(Heartbeat(job=job.name, started_at=now, succeeded_at=now) for job in all_jobs())


def rows(client, **filters):
    page = soup(client.get(reverse("mails:list"), filters))
    return [[words(cell) for cell in row.find_all("td")] for row in page.select("main table tbody tr")]


def send_again_address(mail):
    return reverse("mails:send_again", args=[mail.pk])


def test_list_shows_waiting_and_failed_mails_with_the_reason(desk, message, failed):
    [confirmation, notice] = rows(desk)
    assert confirmation[:6] == [
        "Confirmation to the sender",
        message.reference,
        "p…@example.com",
        "Failed",
        "The mail server refuses the recipient. (550)",
        "12",
    ]
    assert confirmation[-1] == "Send again Delete"
    assert notice[:4] == ["Notice of a message", message.reference, "d…@clinic.example", "Waiting"]
    assert notice[-1] == ""  # it is due anyway


def test_list_shows_no_address_in_full(desk, message):
    page = desk.get(reverse("mails:list")).content.decode()
    assert "pat@" not in page
    assert "desk@" not in page


def test_mail_without_a_message_is_listed_by_its_subject(desk):
    queue(EmailMessage("Password reset", "…", "clinic@clinic.example", ["sam@example.com"]))
    assert rows(desk)[0][:3] == ["Other", "Password reset", "s…@example.com"]


@pytest.mark.slow
def test_list_is_filtered_by_state_and_kind(desk, failed):
    assert [row[3] for row in rows(desk, state="failed")] == ["Failed"]
    assert [row[0] for row in rows(desk, kind="notice")] == ["Notice of a message"]


def test_next_try_is_shown_while_the_server_is_unavailable(desk, message, mail_server):
    mail_server.stop()
    send_due()
    [row] = [row for row in rows(desk) if row[5] == "1"]
    assert row[4] == "The mail server does not answer."
    assert row[6] != ""


def test_next_try_is_shown_in_the_time_zone_of_the_clinic(desk, message):
    later = datetime.datetime(2031, 1, 2, 21, 30, tzinfo=datetime.UTC)
    Mail.objects.filter(message=message).update(tries=2, reason=Mail.Reason.UNREACHABLE, next_try_at=later)
    assert [row[6] for row in rows(desk)] == ["Jan. 2, 2031, 3:30 p.m."] * 2


def test_send_again_sends_it_and_is_logged(desk, failed, mail_server):
    response = desk.post(send_again_address(failed), follow=True)
    assert "within the next minute" in response.content.decode()
    send_due()
    assert "pat@example.com" in [accepted["To"] for accepted in mail_server.accepted]
    entry = ModelLogEntry.objects.get(action="site_forms.send_again")
    assert (entry.user.username, entry.object_id) == ("somebody", str(failed.pk))
    assert "example" not in entry.label


def test_mail_that_was_sent_is_not_sent_again(desk, failed):
    Mail.objects.update(state=Mail.State.SENT, reason="")
    response = desk.post(send_again_address(failed), follow=True)
    assert "has been sent" in response.content.decode()
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.State.SENT}
    assert not ModelLogEntry.objects.filter(action="site_forms.send_again").exists()


def test_get_request_sends_nothing(desk, failed):
    assert desk.get(send_again_address(failed)).status_code == 405


def delete_address(mail):
    return reverse("mails:delete", args=[mail.pk])


def test_failed_mail_is_deleted_after_confirmation_without_its_message_and_other_mails(desk, message, failed):
    page = desk.get(delete_address(failed)).content.decode()
    assert f"Delete “{message.reference}” to p…@example.com for good?" in page
    assert Mail.objects.filter(pk=failed.pk).exists()

    response = desk.post(delete_address(failed), follow=True)
    assert "The mail is deleted." in response.content.decode()
    assert [mail.kind for mail in message.mails.all()] == [Mail.Kind.NOTICE]
    entry = ModelLogEntry.objects.get(action="site_forms.delete_mail")
    assert (entry.user.username, entry.object_id, entry.deleted) == ("somebody", str(failed.pk), True)
    assert "example" not in f"{entry.label}{entry.data}"


@pytest.mark.parametrize(
    "values",
    [
        {"state": Mail.State.WAITING, "reason": ""},
        {"state": Mail.State.WAITING, "reason": Mail.Reason.UNREACHABLE},
        {"state": Mail.State.SENT, "reason": ""},
    ],
)
def test_mail_that_has_not_failed_for_good_is_never_deleted(desk, failed, values):
    Mail.objects.update(**values)
    before = Mail.objects.count()
    for request in (desk.get, desk.post):
        assert "only a mail that failed for good" in request(delete_address(failed), follow=True).content.decode()
    assert Mail.objects.count() == before
    assert delete_address(failed) not in desk.get(reverse("mails:list")).content.decode()
    assert not ModelLogEntry.objects.filter(action="site_forms.delete_mail").exists()


def test_mail_that_no_key_can_decrypt_can_be_deleted(desk, failed, settings):
    settings.MESSAGE_KEYS = ["another key"]
    assert desk.get(delete_address(failed)).status_code == 200
    desk.post(delete_address(failed))
    assert not Mail.objects.filter(pk=failed.pk).exists()


@pytest.mark.slow
def test_list_is_only_for_users_who_process_messages(client, staff, failed):
    addresses = [
        reverse("mails:list"),
        reverse("mails:list_results"),
        delete_address(failed),
        send_again_address(failed),
    ]
    marketing = staff()
    for address in addresses:
        assert client.get(address)["Location"].startswith("/admin/login/")
        assert marketing.get(address).status_code == 403
    assert marketing.post(addresses[-1]).status_code == 403
    assert addresses[0] not in marketing.get("/admin/").content.decode()
    failed.refresh_from_db()
    assert failed.state == Mail.State.FAILED


def test_permission_to_read_messages_is_not_enough(staff):
    assert staff("view_message").get(reverse("mails:list")).status_code == 403


def test_dashboard_shows_waiting_and_failed_mails(desk, failed, worker_is_healthy):
    panel = soup(desk.get("/admin/")).select_one("#waiting-section")
    lines = [words(line) for line in panel.select(f"li:has(a[href='{reverse('mails:list')}'])")]
    assert lines == ["Mails that could not be sent: 1", "Mails waiting to be sent: 1"]


def test_dashboard_says_in_plain_words_which_job_has_stopped_and_whom_to_call(desk, worker_is_healthy):
    Heartbeat.objects.filter(job="send mails").update(succeeded_at="2026-01-31T18:05Z")
    text = words(soup(desk.get("/admin/")).select_one("#worker-section"))
    assert "nobody is notified of new messages, patients get no confirmation" in text
    assert "(Since Jan. 31, 12:05 p.m.)" in text
    assert "nothing they send is lost" in text
    assert "call the person who runs the site today, and read this to them: “send mails”." in text
    for word in ("make work", "worker", "log"):
        assert word not in text


def test_dashboard_names_a_job_that_has_never_run(desk):
    text = words(soup(desk.get("/admin/")).select_one("#worker-section"))
    assert "“send mails”" in text
    assert "Since" not in text


def test_dashboard_shows_no_warning_while_everything_works(desk, worker_is_healthy):
    dashboard = desk.get("/admin/").content.decode()
    assert "could not be sent" not in dashboard
    assert "worker-section" not in dashboard


def test_dashboard_counts_no_mails_for_other_users(staff, failed):
    text = staff().get("/admin/").content.decode()
    assert "could not be sent" not in text
    assert reverse("mails:list") not in text


@pytest.mark.slow
def test_list_makes_as_many_queries_for_many_mails_as_for_few(desk, message, django_assert_max_num_queries):
    form = make_form()
    for _number in range(20):
        mails.notify(make_message(form))
    desk.get(reverse("mails:list"))
    with django_assert_max_num_queries(14):
        desk.get(reverse("mails:list"))
