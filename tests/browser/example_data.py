"""Fictional example data for the pictures of the admin in `docs/`."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.utils import timezone

from forms.form_pages.publishing import form_of
from forms.inbox.desk import actions
from forms.models import Contact, FormPage, KnownField, Mail, Message, Subscriber
from forms.outbox.queue import queue
from ioipm.worker.jobs import all_jobs
from ioipm.worker.models import Heartbeat
from tests.factories import answer, attach, make_message


def make_messages(dana, olga):
    """Create messages in every state; return the one shown in detail."""
    form, now = FormPage.objects.get(slug="contact-us"), timezone.now()
    KnownField.objects.create(
        form=form_of(form), key="insurance", label="Insurance", field_type="singleline", is_removed=True
    )
    hours = {"taken": 3, "done": 20, "held": 120}
    other = {name: make_message(form, sent_at=now - timedelta(hours=ago)) for name, ago in hours.items()}
    make_message(form, name="Test Patient Two", language="es", sent_at=now - timedelta(minutes=40))
    make_message(form, name="Test Patient Three", verification="unverified", sent_at=now - timedelta(hours=2))
    actions.take(other["taken"], dana)
    actions.take(other["done"], olga)
    actions.set_status(other["done"], olga, Message.Status.IN_PROGRESS, Message.Status.DONE)
    actions.take(other["held"], olga)
    actions.set_hold(other["held"], olga, True)
    actions.record_contact(other["held"], olga, Contact.Kind.NO_ANSWER)
    actions.set_reminder(other["held"], olga, timezone.localdate())
    answers = [
        answer("name", "Test Patient", "Your name", "name"),
        answer("email", "test.patient@example.com", "E-mail address", "email"),
        answer("phone", "(479) 555-0100", "Phone number", "phone"),
        answer("topic", "Something else", "What is it about?", "topic"),
        answer(
            "message", "This is a test message.\nIt has two lines, and no patient wrote it.", "Your message", "message"
        ),
        answer("insurance", "None: this is a test", "Insurance"),
    ]
    shown = make_message(
        form, answers, reference="K7M3-9QXD", sent_from="/conditions-we-treat/mid-back-pain/", sent_at=now
    )
    attach(shown, name="test-letter.pdf")
    attach(shown, name="test-picture.png", verdict="waiting", content_type="image/png")
    actions.add_note(shown, olga, "A test note: nobody answered the phone.")
    return shown


def make_mails(message):
    """Create mails in every state."""
    now, earlier = timezone.now(), timezone.now() - timedelta(hours=25)
    failed = {"state": "failed", "tries": 12, "reason": "recipient", "reply_code": 550, "next_try_at": None}
    states = [
        ("desk@clinic.example", Mail.Kind.NOTICE, {"state": "sent", "tries": 1, "sent_at": now, "next_try_at": None}),
        ("test.patient@example.com", Mail.Kind.CONFIRMATION, failed | {"created_at": earlier}),
        (
            "office@clinic.example",
            Mail.Kind.NOTICE,
            {"tries": 2, "reason": "unreachable", "next_try_at": now + timedelta(minutes=5)},
        ),
        ("reader@example.com", Mail.Kind.OTHER, {}),
    ]
    for to, kind, state in states:
        [mail] = queue(
            EmailMessage("Please confirm that you want our newsletter", "This is a test.", "clinic@example.com", [to]),
            kind,
            message if kind != Mail.Kind.OTHER else None,
        )
        Mail.objects.filter(pk=mail.pk).update(**state)


def make_subscribers():
    """Create newsletter subscribers in every state."""
    now = timezone.now()
    Subscriber.objects.create(email="one@example.com", language="en", status="confirmed", confirmed_at=now)
    Subscriber.objects.create(email="two@example.com", language="es", status="confirmed", confirmed_at=now)
    Subscriber.objects.create(email="three@example.com", language="en", status="unsubscribed", unsubscribed_at=now)
    Subscriber.objects.create(email="four@example.com", language="en", mailed_at=now)


def break_a_job():
    """Create a heartbeat for every job; the job that sends mails is two hours late."""
    for job in all_jobs():
        late = timedelta(hours=2) if job.name == "send mails" else timedelta()
        Heartbeat.objects.create(job=job.name, started_at=timezone.now() - late, succeeded_at=timezone.now() - late)
