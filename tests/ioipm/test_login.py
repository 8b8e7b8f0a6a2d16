"""The door to the admin: wrong passwords close it for one account and one address, and nobody lets themselves in."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms.models import Mail
from ioipm.visitors import visitor_address
from tests.html import soup

LOGIN = "/admin/login/"
RIGHT, WRONG = "a long password", "wrong"
KNOWN, UNKNOWN = "editor@example.com", "nobody@example.com"
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def throttle(settings):
    settings.AXES_ENABLED = True


@pytest.fixture(autouse=True)
def colleague(editor, django_user_model):
    return django_user_model.objects.create_superuser("colleague", "colleague@example.com", RIGHT)


def log_in(client, name="editor", password=WRONG, address=HERE, **headers):
    return client.post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=address, **headers)


def fail(client, times, name="editor", **options):
    return [log_in(client, name, **options).status_code for _ in range(times)]


def what_is_read(response):
    """The page without its tokens, which differ with each answer."""
    return soup(response).main.get_text(" ", strip=True)


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_sixth_wrong_password_closes_the_door_and_says_what_to_do(client):
    assert fail(client, 5) == [200] * 5
    response = log_in(client)
    assert response.status_code == 429
    text = response.content.decode()
    assert "for 15 minutes" in text
    assert "/admin/password_reset/" in text
    assert response["Cache-Control"] == "private, no-store"


def test_right_password_does_not_go_in_while_the_door_is_closed(client):
    fail(client, 6)
    assert log_in(client, password=RIGHT).status_code == 429
    assert not is_in(client)


def test_five_wrong_passwords_are_forgiven(client):
    fail(client, 5)
    assert log_in(client, password=RIGHT).status_code == 302
    assert is_in(client)


def test_success_begins_the_count_anew(client):
    fail(client, 5)
    log_in(client, password=RIGHT)
    client.logout()
    assert fail(client, 5) == [200] * 5


def test_other_address_goes_on(client):
    fail(client, 6)
    assert log_in(client, password=RIGHT, address=ELSEWHERE).status_code == 302


def test_other_account_goes_on(client):
    fail(client, 6)
    assert log_in(client, "colleague", RIGHT).status_code == 302


def test_other_browser_at_the_same_address_does_not(client):
    fail(client, 3)
    assert fail(client, 3, HTTP_USER_AGENT="Another")[-1] == 429
    assert log_in(client, password=RIGHT, HTTP_USER_AGENT="A third").status_code == 429


def test_door_opens_after_fifteen_minutes_however_often_one_knocks(client):
    fail(client, 8)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert log_in(client, password=RIGHT).status_code == 302


def test_knocking_at_a_closed_door_does_not_keep_it_closed(client):
    fail(client, 6)
    closed_at = AccessAttempt.objects.get().attempt_time
    fail(client, 3)
    assert AccessAttempt.objects.get().attempt_time == closed_at


def test_claimed_address_opens_nothing_without_a_trusted_proxy(client):
    statuses = [log_in(client, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}").status_code for number in range(6)]
    assert statuses[-1] == 429


def test_behind_a_trusted_proxy_each_visitor_is_counted_apart(client, settings):
    settings.TRUSTED_PROXIES = 1
    fail(client, 6, HTTP_X_FORWARDED_FOR="203.0.113.1")
    assert log_in(client, password=RIGHT, HTTP_X_FORWARDED_FOR="198.51.100.9, 203.0.113.1").status_code == 429
    assert log_in(client, password=RIGHT, HTTP_X_FORWARDED_FOR="203.0.113.2").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "heard_from", "forwarded", "address"),
    [
        (0, HERE, None, HERE),
        (0, HERE, "203.0.113.1", HERE),
        (1, HERE, "203.0.113.1", "203.0.113.1"),
        (1, HERE, "1.1.1.1, 203.0.113.1", "203.0.113.1"),
        (2, HERE, "1.1.1.1, 203.0.113.1, 198.51.100.1", "203.0.113.1"),
        (2, HERE, "203.0.113.1", "203.0.113.1"),
        (1, HERE, None, HERE),
        (1, HERE, "", HERE),
        (1, HERE, "203.0.113.1:4711", "203.0.113.1"),
        (1, HERE, "[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::"),
        (0, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::"),
        (0, "::ffff:192.0.2.1", None, HERE),
        (0, "fe80::1%eth0", None, "fe80::"),
        (1, HERE, "<script>", None),
        (0, "", None, None),
    ],
)
def test_visitors_address_is_what_our_own_proxies_wrote(settings, proxies, heard_from, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    assert visitor_address(RequestFactory().get("/", REMOTE_ADDR=heard_from, **headers)) == address


def test_lockout_does_not_say_whether_the_account_exists(client):
    fail(client, 5)
    fail(client, 5, "nobody")
    assert what_is_read(log_in(client)) == what_is_read(log_in(client, "nobody"))


def test_refusals_and_lockouts_are_logged_without_what_was_typed(client, caplog, editor):
    caplog.set_level("INFO")
    fail(client, 6, password="hunter2-mistyped")
    log_in(client, "hunter2-in-the-wrong-field")
    log_in(client, password=RIGHT, address=ELSEWHERE)
    lines = [record.getMessage() for record in caplog.records if record.name == "ioipm.access.lockout"]
    assert lines.count(f"Login refused: user {editor.pk}") == 6
    assert lines.count(f"Login locked for a while after wrong passwords: user {editor.pk}") == 1
    assert "Login refused: a name nobody has" in lines
    assert f"Login of user {editor.pk}" in lines
    assert "hunter2" not in caplog.text
    assert RIGHT not in caplog.text


def test_nothing_secret_is_kept_of_a_wrong_login(client):
    fail(client, 2, password="hunter2-mistyped")
    attempt = AccessAttempt.objects.get()
    assert "hunter2" not in attempt.post_data + attempt.get_data


def test_forgotten_password_gets_the_same_answer_for_everybody(client):
    answers = [client.post("/admin/password_reset/", {"email": email}, follow=True) for email in (KNOWN, UNKNOWN)]
    assert [mail.content["to"] for mail in Mail.objects.all()] == [KNOWN]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert what_is_read(answers[0]) == what_is_read(answers[1])


@pytest.mark.parametrize("is_active", [True, False])
def test_forgotten_password_costs_the_same_for_everybody(client, editor, is_active):
    """Who measures the time learns nothing: for an address nobody has, the mail is written too, and taken back."""
    editor.is_active = is_active
    editor.save()
    done = {}
    for email in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(connection) as queries:
            client.post("/admin/password_reset/", {"email": email})
        done[email] = [query["sql"].split()[0] for query in queries]
    assert done[KNOWN] == done[UNKNOWN]
    assert "INSERT" in done[UNKNOWN]
    assert Mail.objects.count() == is_active


def test_dead_mail_server_does_not_tell_who_has_an_account(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for email in (KNOWN, UNKNOWN):
        assert client.post("/admin/password_reset/", {"email": email}).status_code == 302


def test_login_page_promises_no_lasting_session(client):
    assert b'name="remember"' not in client.get(LOGIN).content


def test_no_group_may_add_or_change_users_groups_or_their_second_factor():
    powers = Permission.objects.filter(content_type__app_label__in=["auth", "otp_totp", "axes"])
    assert powers.exists()
    assert Group.objects.exists()
    assert not Group.objects.filter(permissions__in=powers).exists()


def test_member_of_every_group_cannot_open_users_or_groups(client, django_user_model):
    member = django_user_model.objects.create_user("member", "member@example.com", RIGHT)
    member.groups.set(Group.objects.all())
    log_in(client, "member", RIGHT)
    assert is_in(client)
    for address in ("/admin/users/", "/admin/users/new/", f"/admin/users/edit/{member.pk}/", "/admin/groups/"):
        assert client.get(address).status_code == 302
