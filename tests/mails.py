"""Forms and messages for tests, as they are in the database once somebody has written."""

from itertools import count
from uuid import uuid4

from django.core.mail import EmailMessage
from wagtail.models import Site

from forms.form_pages.publishing import form_of
from forms.models import FormPage, Message
from forms.outbox.queue import queue
from forms.sealing.encryption import seal_data
from tests.factories import publish

number = count(1)


def make_form(title=None, **values):
    """Return a published form of which one address is told."""
    title = title or f"Form {next(number)}"
    values = {
        "introduction": "Write to us.",
        "notified": "desk@clinic.example",
        "thank_you_text": "<p>We call you.</p>",
    } | values
    home = Site.objects.get(is_default_site=True).root_page
    return publish(home.add_child(instance=FormPage(title=title, **values)))


def make_message(page, language="en", verification=Message.Verification.PASSED, **answers):
    """Return a message with these answers, each named for what it means: `email`, `name`, `message` …"""
    sealed = [
        {"key": f"field_{meaning}", "label": meaning.title(), "meaning": meaning, "type": "singleline", "value": value}
        for meaning, value in answers.items()
    ]
    return Message.objects.create(
        form=form_of(page),
        language=language,
        verification=verification,
        sealed=seal_data({"answers": sealed, "sent_from": "/"}),
        fingerprint=uuid4().hex,
    )


def make_mail():
    """Return a mail that waits in the outbox."""
    return queue(EmailMessage("Subject", "Body", "clinic@example.com", ["somebody@example.com"]))[0]
