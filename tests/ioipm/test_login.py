"""Sign-in: wrong passwords lock an account for one address, and forms reveal nothing about accounts."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms.models import Mail
from ioipm.visitors import visitor_address
from tests.html import soup

pytestmark = pytest.mark.sql

LOGIN, RESET = "/admin/login/", "/admin/password_reset/"
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


def visible_text(response):
    """Return the text of the page, without its tokens, which differ in each response."""
    return soup(response).main.get_text(" ", strip=True)


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


def test_sixth_wrong_password_locks_the_account_and_shows_advice(client):
    assert fail(client, 5) == [200] * 5
    response = log_in(client)
    assert response.status_code == 429
    text = response.content.decode()
    assert "for 15 minutes" in text
    assert "/admin/password_reset/" in text
    assert response["Cache-Control"] == "private, no-store"


def test_right_password_is_refused_while_the_account_is_locked(client):
    fail(client, 6)
    assert log_in(client, password=RIGHT).status_code == 429
    assert not is_signed_in(client)


def test_right_password_is_accepted_after_five_wrong_ones(client):
    fail(client, 5)
    assert log_in(client, password=RIGHT).status_code == 302
    assert is_signed_in(client)


def test_login_resets_the_count(client):
    fail(client, 5)
    log_in(client, password=RIGHT)
    client.logout()
    assert fail(client, 5) == [200] * 5


def test_account_is_not_locked_for_another_address(client):
    fail(client, 6)
    assert log_in(client, password=RIGHT, address=ELSEWHERE).status_code == 302


def test_another_account_is_not_locked(client):
    fail(client, 6)
    assert log_in(client, "colleague", RIGHT).status_code == 302


def test_account_is_locked_for_another_browser_at_the_same_address(client):
    fail(client, 3)
    assert fail(client, 3, HTTP_USER_AGENT="Another")[-1] == 429
    assert log_in(client, password=RIGHT, HTTP_USER_AGENT="A third").status_code == 429


def test_lock_ends_after_fifteen_minutes(client):
    fail(client, 8)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert log_in(client, password=RIGHT).status_code == 302


def test_attempts_during_the_lock_do_not_extend_it(client):
    fail(client, 6)
    locked_at = AccessAttempt.objects.get().attempt_time
    fail(client, 3)
    assert AccessAttempt.objects.get().attempt_time == locked_at


def test_forged_address_is_ignored_without_a_trusted_proxy(client):
    statuses = [log_in(client, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}").status_code for number in range(6)]
    assert statuses[-1] == 429


def test_visitors_behind_a_trusted_proxy_are_counted_separately(client, settings):
    settings.TRUSTED_PROXIES = 1
    fail(client, 6, HTTP_X_FORWARDED_FOR="203.0.113.1")
    assert log_in(client, password=RIGHT, HTTP_X_FORWARDED_FOR="198.51.100.9, 203.0.113.1").status_code == 429
    assert log_in(client, password=RIGHT, HTTP_X_FORWARDED_FOR="203.0.113.2").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
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
def test_address_of_a_visitor_is_what_our_own_proxies_wrote(settings, proxies, peer, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    assert visitor_address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers)) == address


def test_lock_does_not_reveal_whether_the_account_exists(client):
    fail(client, 5)
    fail(client, 5, "nobody")
    assert visible_text(log_in(client)) == visible_text(log_in(client, "nobody"))


def test_refused_logins_and_locks_are_logged_without_what_was_typed(client, caplog, editor):
    caplog.set_level("INFO")
    fail(client, 6, password="hunter2-mistyped")
    log_in(client, "hunter2-in-the-wrong-field")
    log_in(client, password=RIGHT, address=ELSEWHERE)
    lines = [record.getMessage() for record in caplog.records if record.name == "ioipm.access.login_log"]
    assert lines.count(f"Login refused: user {editor.pk}") == 6
    assert lines.count(f"Login locked for a while after wrong passwords: user {editor.pk}") == 1
    assert "Login refused: unknown name" in lines
    assert f"Login of user {editor.pk}" in lines
    assert "hunter2" not in caplog.text
    assert RIGHT not in caplog.text


def test_wrong_password_is_not_stored(client):
    fail(client, 2, password="hunter2-mistyped")
    attempt = AccessAttempt.objects.get()
    assert "hunter2" not in attempt.post_data + attempt.get_data


def test_password_reset_shows_the_same_page_for_known_and_unknown_addresses(client, outbox):
    responses = [client.post(RESET, {"email": email}, follow=True) for email in (KNOWN, UNKNOWN)]
    assert [queued.content["to"] for queued in Mail.objects.all()] == [KNOWN]
    assert responses[0].redirect_chain == responses[1].redirect_chain
    assert visible_text(responses[0]) == visible_text(responses[1])


@pytest.mark.parametrize("is_active", [True, False])
def test_password_reset_runs_the_same_queries_for_known_and_unknown_addresses(client, editor, outbox, is_active):
    """For an unknown address the mail is written too, and its transaction is rolled back to a savepoint."""
    editor.is_active = is_active
    editor.save()
    statements = {}
    for email in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(connection) as queries:
            client.post(RESET, {"email": email})
        statements[email] = [query["sql"].split()[0] for query in queries]
    assert statements[UNKNOWN].count("ROLLBACK") == 1
    assert statements[KNOWN].count("ROLLBACK") == (not is_active)
    assert [word for word in statements[KNOWN] if word != "ROLLBACK"] == [
        word for word in statements[UNKNOWN] if word != "ROLLBACK"
    ]
    assert "INSERT" in statements[UNKNOWN]
    assert Mail.objects.count() == is_active


@pytest.mark.parametrize("backend", ["locmem", "filebased"])
def test_backend_that_cannot_discard_gets_no_mail_to_an_unknown_address(client, settings, tmp_path, backend):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"
    client.post(RESET, {"email": UNKNOWN})
    assert mail.outbox == list(tmp_path.glob("mails/*")) == []
    client.post(RESET, {"email": KNOWN})
    assert len(mail.outbox) + len(list(tmp_path.glob("mails/*"))) == 1


def test_unavailable_mail_server_does_not_reveal_accounts(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for email in (KNOWN, UNKNOWN):
        assert client.post(RESET, {"email": email}).status_code == 302


def test_login_page_has_no_option_to_remember_the_user(client):
    assert b'name="remember"' not in client.get(LOGIN).content


def test_no_group_may_add_or_change_users_groups_or_their_second_factor():
    permissions = Permission.objects.filter(content_type__app_label__in=["auth", "otp_totp", "axes"])
    assert permissions.exists()
    assert Group.objects.exists()
    assert not Group.objects.filter(permissions__in=permissions).exists()


def test_member_of_every_group_cannot_open_users_or_groups(client, django_user_model):
    member = django_user_model.objects.create_user("member", "member@example.com", RIGHT)
    member.groups.set(Group.objects.all())
    log_in(client, "member", RIGHT)
    assert is_signed_in(client)
    for address in ("/admin/users/", "/admin/users/new/", f"/admin/users/edit/{member.pk}/", "/admin/groups/"):
        assert client.get(address).status_code == 302
