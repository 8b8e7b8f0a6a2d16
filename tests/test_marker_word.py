"""A word typed into every field of a form turns up in no mail, log line, address or error report."""

import logging

import pytest
from django.core import mail as django_mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection
from django.test import Client

from forms import mails
from forms.models import FormPage, Mail, Message
from forms.outbox.delivery import send_due
from ioipm.logs import LineFormatter
from tests.mails import make_form, make_message

MARK = "zebrafish"
# The address itself is where a confirmation goes; all else is marked.
TYPED = {"name": f"Pat {MARK}", "email": "pat@example.com", "phone": MARK, "topic": MARK, "message": f"I have {MARK}."}


@pytest.fixture
def log_lines():
    """Everything that is logged, at whatever level, as the site writes it."""
    lines = []

    class Keep(logging.Handler):
        def emit(self, record):
            lines.append(LineFormatter().format(record))

    handler, root = Keep(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def message(db):
    """A message whose every answer has the word."""
    return make_message(make_form(is_acknowledged=True, replies_by_mail=True), **TYPED)


def test_word_is_in_no_mail_and_no_log_line(message, log_lines):
    mails.notify(message)
    mails.acknowledge(message)
    send_due()
    assert len(django_mail.outbox) == 2
    assert MARK not in "".join(str(mail.message()) for mail in django_mail.outbox)
    assert log_lines
    assert MARK not in "\n".join(log_lines)


def test_word_is_in_no_row_of_the_outbox(message):
    mails.notify(message)
    mails.acknowledge(message)
    assert MARK not in "".join(str(mail.content) for mail in Mail.objects.all())
    assert MARK not in str(list(Mail.objects.values())) + "".join(str(mail) for mail in Mail.objects.all())


def test_refusal_that_quotes_the_word_is_not_logged(message, mail_server, log_lines):
    mails.acknowledge(message)
    mail_server.to_content = f"554 I do not like {MARK}"
    send_due()
    assert any("was not sent" in line for line in log_lines)
    assert MARK not in "\n".join(log_lines)
    assert MARK not in str(list(Mail.objects.values()))


def post(client, page, **values):
    data = {}
    for field in page.form_fields.all():
        if field.field_type == "files":
            data[field.clean_name] = SimpleUploadedFile(f"{MARK}.pdf", b"%PDF-1.4 " + MARK.encode(), "application/pdf")
        elif field.field_type in ("singleline", "multiline"):
            data[field.clean_name] = MARK
    return client.post(page.url, data | values, headers={"sec-fetch-site": "same-origin"})


@pytest.mark.parametrize("error", [DatabaseError(MARK), IntegrityError(f"Key (x)=({MARK}) exists"), ValueError(MARK)])
def test_error_while_a_form_is_received_reports_nothing_that_was_typed(home, monkeypatch, log_lines, mailoutbox, error):
    page = make_form()

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(FormPage, "serve", fail)
    response = post(Client(raise_request_exception=False), page, field_1=MARK)
    assert response.status_code >= 400
    assert MARK not in response.content.decode()
    assert any(type(error).__name__ in line for line in log_lines)
    assert MARK not in "\n".join(log_lines)
    assert mailoutbox == []  # no error report either


def test_error_of_the_database_is_logged_without_its_values(log_lines):
    message = make_message(make_form())
    try:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO site_forms_message (id, reference) VALUES (%s, %s)", [message.pk, MARK])
    except DatabaseError:
        logging.getLogger("forms").exception("Not stored")
    assert "Not stored" in log_lines[-1]
    assert MARK not in log_lines[-1]


def test_name_of_a_message_is_its_reference():
    message = make_message(make_form(), **TYPED)
    assert MARK not in f"{message!r} {message} {Message.objects.get(pk=message.pk)!r}"
