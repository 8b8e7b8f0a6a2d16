"""The outbox loses no mail. A real mail server stops, refuses mails and starts again, and the clock is moved."""

import datetime
import smtplib
import socket

import pytest
from django.core import mail as django_mail
from django.core.mail import BadHeaderError, EmailMultiAlternatives, send_mail
from django.db import connection
from django.urls import reverse

from forms.models import Mail
from forms.outbox.delivery import MAXIMUM_TRIES, delete_old, failure_reason, send_again, send_due
from forms.outbox.queue import queue
from tests.factories import make_form, make_message

pytestmark = [pytest.mark.django_db, pytest.mark.sql, pytest.mark.usefixtures("outbox")]


@pytest.fixture
def mail(db):
    """Return a mail that waits in the outbox."""
    send_mail("Subject", "Body", "clinic@clinic.example", ["pat@example.com"])
    return Mail.objects.get()


def send_until_failed(mail, clock):
    """Send at each next try until the mail has failed, and return how long that took."""
    begun = clock.now()
    while mail.state == Mail.State.WAITING:
        clock.move_to(mail.next_try_at)
        send_due()
        mail.refresh_from_db()
    return clock.now() - begun


def test_mail_is_saved_and_not_sent_before_the_worker_runs(mail, mail_server):
    assert (mail.state, mail.tries) == (Mail.State.WAITING, 0)
    assert mail_server.accepted == []


def test_worker_sends_a_mail_once(mail, mail_server):
    send_due()
    send_due()
    [accepted] = mail_server.accepted
    assert (accepted["Subject"], accepted["To"], accepted["From"]) == (
        "Subject",
        "pat@example.com",
        "clinic@clinic.example",
    )
    assert accepted.get_content().strip() == "Body"
    mail.refresh_from_db()
    assert (mail.state, mail.next_try_at) == (Mail.State.SENT, None)


def test_mail_has_a_date_and_a_message_id_with_our_domain(mail, mail_server):
    send_due()
    [accepted] = mail_server.accepted
    assert accepted["Message-ID"] == f"<{mail.identifier.hex}@www.ioipm.example>"
    assert accepted["Date"].datetime


def test_mail_waits_while_the_server_is_stopped_and_is_sent_once_afterwards(mail, mail_server, clock):
    mail_server.stop()
    send_due()
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.reason) == (Mail.State.WAITING, 1, Mail.Reason.UNREACHABLE)
    assert mail.next_try_at > clock.now()
    mail_server.start()
    send_due()
    assert mail_server.accepted == []  # not due yet
    clock.move_to(mail.next_try_at)
    send_due()
    send_due()
    assert len(mail_server.accepted) == 1


def test_mail_fails_after_twelve_tries_in_a_day(mail, mail_server, clock):
    mail_server.stop()
    lasted = send_until_failed(mail, clock)
    assert mail.state == Mail.State.FAILED
    assert mail.tries == MAXIMUM_TRIES >= 10
    assert lasted >= datetime.timedelta(hours=4)
    assert lasted >= datetime.timedelta(hours=24)  # a server may be stopped for a whole night


def test_failed_mail_can_be_sent_again(mail, mail_server, clock):
    mail_server.stop()
    send_until_failed(mail, clock)
    mail_server.start()
    send_due()
    assert mail_server.accepted == []
    assert send_again(mail)
    send_due()
    send_due()
    assert len(mail_server.accepted) == 1
    assert not send_again(mail)  # it has been sent


def test_mail_that_waits_for_its_next_try_can_be_sent_at_once(mail, mail_server):
    mail_server.stop()
    send_due()
    mail_server.start()
    assert send_again(mail)
    send_due()
    assert len(mail_server.accepted) == 1


def test_mail_that_is_being_sent_cannot_be_sent_again(mail):
    Mail.objects.update(tries=1, reason="")
    mail.refresh_from_db()
    assert mail.is_being_sent
    assert not send_again(mail)


@pytest.mark.parametrize(
    ("answers", "reason", "code"),
    [
        ({"to_recipient": "550 No such mailbox"}, Mail.Reason.RECIPIENT, 550),
        ({"to_recipient": "451 Later"}, Mail.Reason.LATER, 451),
        ({"to_content": "554 Looks like spam"}, Mail.Reason.CONTENT, 554),
        ({"to_content": "452 Disk is full"}, Mail.Reason.LATER, 452),
    ],
)
def test_refusal_is_shown_with_its_code_and_tried_again(mail, mail_server, clock, answers, reason, code):
    for name, answer in answers.items():
        setattr(mail_server, name, answer)
    send_due()
    mail.refresh_from_db()
    assert (mail.state, mail.reason, mail.reply_code) == (Mail.State.WAITING, reason, code)
    assert str(code) in mail.failure_description
    mail_server.to_recipient = mail_server.to_content = ""
    clock.move_to(mail.next_try_at)
    send_due()
    assert len(mail_server.accepted) == 1


def test_mail_that_is_always_refused_fails_after_the_last_try(mail, mail_server, clock):
    mail_server.to_recipient = "550 No such mailbox"
    send_until_failed(mail, clock)
    assert (mail.state, mail.reason, mail_server.asked) == (Mail.State.FAILED, Mail.Reason.RECIPIENT, MAXIMUM_TRIES)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), Mail.Reason.LOGIN),
        (smtplib.SMTPSenderRefused(550, b"no", "clinic@clinic.example"), Mail.Reason.SENDER),
        (smtplib.SMTPServerDisconnected("bye"), Mail.Reason.UNREACHABLE),
        (smtplib.SMTPNotSupportedError("no TLS"), Mail.Reason.OTHER),
        (TimeoutError(), Mail.Reason.UNREACHABLE),
        (socket.gaierror(-2, "no name"), Mail.Reason.UNREACHABLE),
        (ZeroDivisionError(), Mail.Reason.OTHER),
    ],
)
def test_each_error_has_a_reason(error, reason):
    assert failure_reason(error)[0] == reason


def test_refused_recipient_does_not_delay_the_others(mail_server):
    send_mail("Subject", "Body", "clinic@clinic.example", ["away@example.com", "pat@example.com"])
    mail_server.to_recipient = "550 No such mailbox"
    send_due()
    mail_server.to_recipient = ""
    send_mail("Subject", "Body", "clinic@clinic.example", ["sam@example.com"])
    send_due()
    assert [accepted["To"] for accepted in mail_server.accepted] == ["sam@example.com"]
    assert Mail.objects.filter(state=Mail.State.WAITING).count() == 2


def test_stopped_server_is_contacted_once_and_not_for_each_mail(mail_server):
    for _mail in range(3):
        send_mail("Subject", "Body", "clinic@clinic.example", ["pat@example.com"])
    mail_server.stop()
    send_due()
    assert sorted(Mail.objects.values_list("tries", flat=True)) == [0, 0, 1]


def test_mail_that_no_key_can_decrypt_waits_with_its_reason(mail, mail_server, settings):
    settings.MESSAGE_KEYS = ["another-key"]
    send_due()
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == (Mail.State.WAITING, Mail.Reason.UNREADABLE)
    assert mail.masked_recipient == "…"


def test_recipient_and_text_are_encrypted_and_the_text_is_deleted_after_sending(mail, mail_server):
    def row():
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM site_forms_mail")
            return str(cursor.fetchall())

    assert "example.com" not in row()
    send_due()
    assert "example.com" not in row()
    assert set(Mail.objects.get().content) == {"to", "subject"}


def test_sent_mail_is_deleted_after_a_week_and_a_failed_one_is_not(mail, mail_server, clock):
    send_due()
    send_mail("Failed", "Body", "clinic@clinic.example", ["pat@example.com"])
    Mail.objects.filter(state=Mail.State.WAITING).update(state=Mail.State.FAILED)
    clock.move(days=6)
    delete_old()
    assert Mail.objects.count() == 2
    clock.move(days=2)
    delete_old()
    assert [mail.content["subject"] for mail in Mail.objects.all()] == ["Failed"]


def test_log_of_a_refusal_contains_no_address(mail, mail_server, capsys, caplog):
    mail_server.to_recipient = "550 pat@example.com is unknown"
    send_due()
    assert "was not sent" in caplog.text
    assert "example.com" not in caplog.text
    assert "example.com" not in str(capsys.readouterr())


def test_html_and_headers_are_sent(mail_server):
    email = EmailMultiAlternatives("S", "Text", "a@clinic.example", ["pat@example.com"], headers={"X-One": "1"})
    email.attach_alternative("<p>Text</p>", "text/html")
    email.reply_to = ["answer@clinic.example"]
    queue(email)
    send_due()
    [accepted] = mail_server.accepted
    assert (accepted["X-One"], accepted["Reply-To"]) == ("1", "answer@clinic.example")
    assert accepted.get_body(("html",)).get_content().strip() == "<p>Text</p>"


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n"])
def test_line_break_in_a_header_is_refused_before_it_is_queued(break_):
    with pytest.raises(BadHeaderError):
        send_mail(f"Subject{break_}Bcc: x@example.com", "Body", "clinic@clinic.example", ["pat@example.com"])
    with pytest.raises(BadHeaderError):
        send_mail("Subject", "Body", f"clinic@clinic.example{break_}Bcc: x@example.com", ["pat@example.com"])
    assert not Mail.objects.exists()


def test_attachment_is_refused():
    email = EmailMultiAlternatives("S", "Text", "a@clinic.example", ["pat@example.com"])
    email.attach("name.txt", "content")
    with pytest.raises(ValueError, match="no attachments"):
        queue(email)


def test_template_syntax_in_a_mail_is_not_executed(mail_server):
    send_mail("{% now 'Y' %}", "{{ 1|add:1 }}", "clinic@clinic.example", ["pat@example.com"])
    send_due()
    [accepted] = mail_server.accepted
    assert (accepted["Subject"], accepted.get_content().strip()) == ("{% now 'Y' %}", "{{ 1|add:1 }}")


def test_password_can_be_reset_while_the_mail_server_is_stopped(client, editor, mail_server):
    mail_server.stop()
    response = client.post(reverse("wagtailadmin_password_reset"), {"email": editor.email})
    assert response.status_code == 302
    mail_server.start()
    send_due()
    [accepted] = mail_server.accepted
    assert accepted["To"] == editor.email
    assert "/admin/password_reset/confirm/" in accepted.get_content()


def test_mails_are_deleted_with_their_message(mail_server):
    message = make_message(make_form())
    queue(EmailMultiAlternatives("S", "Text", "a@clinic.example", ["pat@example.com"]), message=message)
    message.delete()
    send_due()
    assert not Mail.objects.exists()
    assert mail_server.accepted == []
    assert django_mail.outbox == []
