"""A marker word typed into every field of a form appears in no mail, log line, URL, header or error report."""

import logging

import pytest
from django.core import mail as django_mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client
from wagtail.models import ModelLogEntry

from forms.inbox import mails
from forms.models import Attachment, Contact, Form, Mail, Message, Note
from forms.outbox.delivery import send_due
from ioipm.logs import LineFormatter
from tests.contact_form import reference_in, send
from tests.factories import answers_by_meaning, make_form, make_message
from tests.files import pdf
from tests.html import soup

pytestmark = pytest.mark.django_db

MARK = "zebrafish"
ERROR = f"{MARK} in an error"
# Every value has the word, except the address that the confirmation is sent to.
TYPED = {
    "name": f"Pat {MARK}",
    "email": "pat@example.com",
    "phone": f"479-555-0123 {MARK}",
    "topic": MARK,
    "message": f"I have {MARK}.",
}


@pytest.fixture
def log_lines():
    """All log lines of every level, formatted as the site writes them."""
    lines = []

    class CollectingHandler(logging.Handler):
        def emit(self, record):
            lines.append(LineFormatter().format(record))

    handler, root = CollectingHandler(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def message(db):
    """A message with the word in every answer except the e-mail address."""
    return make_message(make_form(is_acknowledged=True, replies_by_mail=True), answers_by_meaning(**TYPED))


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


def test_response_of_a_mail_server_that_contains_the_word_is_not_logged(message, mail_server, log_lines):
    mails.acknowledge(message)
    mail_server.to_content = f"554 I do not like {MARK}"
    send_due()
    assert any("was not sent" in line for line in log_lines)
    assert MARK not in "\n".join(log_lines)
    assert MARK not in str(list(Mail.objects.values()))


@pytest.mark.slow
def test_word_that_the_desk_shows_is_in_no_url_header_log_or_row(message, desk, log_lines):
    responses = [desk.get("/admin/messages/")]
    for name, values in (("contact", {"kind": "spoke"}), ("note", {"text": MARK}), ("reminder", {"day": ""})):
        responses.append(desk.post(f"/admin/messages/{message.pk}/{name}/", values))
    desk.post("/admin/messages/change/?status=new", {"action": "done", "chosen": [f"{message.pk}:in_progress"]})
    responses += [desk.get(f"/admin/messages/{message.pk}/"), desk.get("/admin/messages/")]
    assert MARK in responses[0].content.decode()
    for response in responses:
        assert MARK not in str(response.headers)
        links = soup(response).select("[href], [action], [formaction]")
        addresses = [link.get(name, "") for link in links for name in ("href", "action", "formaction")]
        assert MARK not in "".join(addresses)
    assert MARK not in "\n".join(log_lines)
    assert MARK not in str([list(model.objects.values()) for model in (Message, Note, Contact, ModelLogEntry)])
    assert MARK not in str(dict(desk.session))


def fail(error):
    """Return a function that takes any arguments and raises the error."""

    def raise_it(*args, **kwargs):
        raise error

    return raise_it


@pytest.fixture
def contact_form(settings):
    """Set up the seeded form with notices and confirmations, and ADMINS, so that Django could mail errors."""
    settings.ADMINS = ["admin@clinic.example"]
    Form.objects.update(notified="desk@clinic.example", is_acknowledged=True, replies_by_mail=True)


def marked_file(name=f"{MARK}.pdf"):
    """Return a file with the word in its name and in its content."""
    content = pdf(lambda document: document.docinfo.__setitem__("/Title", MARK))
    return SimpleUploadedFile(name, content, "application/pdf")


def press_send(**changes):
    """Send the contact form with the word in every field, as a browser does; return the response."""
    values = {**TYPED, "topic": "", "sent_from": f"/{MARK}/", "files": [marked_file()]} | changes
    return send(Client(raise_request_exception=False), answers=values)


def logs_and_mails(log_lines):
    """Send the queued mails; return the text of all log lines, rows of mails and sent mails."""
    send_due()
    rows = str(list(Mail.objects.values())) + "".join(str(mail) for mail in Mail.objects.all())
    mails_sent = "".join(str(mail.message()) for mail in django_mail.outbox)
    return rows + mails_sent + "\n".join(log_lines)


@pytest.mark.usefixtures("contact_form", "outbox")
def test_word_of_a_saved_message_is_in_no_url_header_log_or_mail(log_lines):
    response = press_send()
    assert Message.objects.get().reference == reference_in(response)
    assert MARK not in response["Location"]
    assert MARK not in str(response.headers)
    assert MARK not in Client().get(response["Location"]).content.decode()
    assert MARK not in logs_and_mails(log_lines)
    assert len(django_mail.outbox) == 2
    rows = [*Message.objects.values(), *Attachment.objects.values()]
    assert MARK not in str(rows)


@pytest.mark.usefixtures("contact_form", "outbox")
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"name": ""}, 422),
        ({"topic": MARK}, 422),
        ({"email": MARK}, 422),
        ({"files_ticket": MARK}, 303),
        ({"website": MARK}, 303),
        ({"g-recaptcha-response": MARK}, 303),
        ({"name": f"{MARK}\0"}, 422),
        ({"message": MARK * 2000}, 422),
    ],
)
def test_invalid_input_is_shown_only_to_its_sender(log_lines, changes, status):
    response = press_send(**changes)
    assert response.status_code == status
    assert MARK not in str(response.headers)
    assert MARK not in logs_and_mails(log_lines)


@pytest.mark.usefixtures("contact_form", "outbox")
@pytest.mark.parametrize("name", [f"{MARK}.exe", f"{MARK}.txt", f"{MARK}\u202e.pdf"])
def test_name_of_a_refused_file_is_shown_only_to_its_sender(log_lines, name):
    response = press_send(files=[marked_file(name)])
    assert response.status_code == 422
    assert MARK not in logs_and_mails(log_lines)


@pytest.mark.usefixtures("contact_form", "outbox")
@pytest.mark.parametrize(
    ("what", "error", "status"),
    [
        ("forms.inbox.submission.Message.objects.create", DatabaseError(ERROR), 503),
        ("forms.inbox.submission.claim", IntegrityError(f"Key (x)=({MARK}) exists"), 503),
        ("forms.inbox.submission.notify", OperationalError(ERROR), 503),
        ("forms.inbox.files.store.Attachment.objects.create", OperationalError(ERROR), 503),
        ("forms.inbox.storage.PatientFileStorage._save", OSError(28, "No space left", f"/var/{MARK}"), 422),
        ("forms.inbox.files.checks.subprocess.run", OSError(ERROR), 500),
        ("forms.form_pages.views.verify", ValueError(ERROR), 500),
        ("forms.form_pages.views.receive", ValueError(ERROR), 500),
        ("forms.models.FormPage.serve", ValueError(ERROR), 500),
        ("django.db.models.sql.compiler.SQLCompiler.execute_sql", OperationalError(ERROR), 503),
        ("django.db.models.sql.compiler.SQLCompiler.execute_sql", InterfaceError(ERROR), 503),
        ("forms.spam.rate_limit.cache.get_many", OSError(ERROR), 303),
    ],
)
def test_unexpected_error_is_logged_without_the_word(monkeypatch, log_lines, what, error, status):
    with monkeypatch.context() as broken:
        broken.setattr(what, fail(error))
        response = press_send()
    assert response.status_code == status
    assert MARK not in str(response.headers)
    if status == 500 or "execute_sql" in what:
        assert ERROR not in response.content.decode()  # the page returns what the sender typed
    assert any(type(error).__name__ in line for line in log_lines)
    assert MARK not in logs_and_mails(log_lines)
    assert "admin@clinic.example" not in str([mail.to for mail in django_mail.outbox])
    assert Message.objects.count() == (status == 303)


def test_database_error_is_logged_without_the_values(log_lines):
    message = make_message(make_form())
    try:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO site_forms_message (id, reference) VALUES (%s, %s)", [message.pk, MARK])
    except DatabaseError:
        logging.getLogger("forms").exception("Not stored")
    assert "Not stored" in log_lines[-1]
    assert MARK not in log_lines[-1]


def test_text_of_a_message_object_does_not_contain_the_word():
    message = make_message(make_form(), answers_by_meaning(**TYPED))
    assert MARK not in f"{message!r} {message} {Message.objects.get(pk=message.pk)!r}"
