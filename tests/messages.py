"""Messages for tests, as a form would have kept them."""

from itertools import count
from uuid import uuid4

from forms.form_pages.publishing import form_of
from forms.inbox.files.store import digest_of_content, write
from forms.inbox.search import word_digests
from forms.models import Attachment, Form, FormPage, KnownField, Message
from forms.sealing.encryption import seal_data
from tests.factories import publish

number = count(1)


def make_form(home, title="Write to Us", fields=(), **values):
    """Return a published form page, with its fields known: each is (key, label) or (key, label, is_removed)."""
    values = {"introduction": "Write to us.", "thank_you_text": "<p>We call you.</p>", **values}
    page = publish(home.add_child(instance=FormPage(title=title, **values)))
    for position, (key, label, *removed) in enumerate(fields):
        KnownField.objects.create(
            form=form_of(page),
            key=key,
            label=label,
            field_type="singleline",
            position=position,
            is_removed=any(removed),
        )
    return page


def answer(key, value, label=None, meaning="", kind="singleline"):
    """Return an answer as a message keeps it."""
    return {"key": key, "label": label or key.title(), "meaning": meaning, "type": kind, "value": value}


def make_message(page=None, answers=None, name="Test Patient", text="It hurts.", sent_from="/contact-us/", **values):
    """Return a message that was sent through the form page, or through a form whose page is deleted."""
    if answers is None:
        answers = [
            answer("name", name, "Your name", meaning="name"),
            answer("message", text, "Your message", meaning="message", kind="multiline"),
        ]
    values = {
        "form": form_of(page) if page else Form.objects.create(key=uuid4(), name="An old form", is_open=False),
        "language": "en",
        "sealed": seal_data({"answers": answers, "sent_from": sent_from}),
        "words": word_digests(answers),
        "fingerprint": f"test-{next(number)}",
        **values,
    }
    return Message.objects.create(**values)


def attach(message, content=b"%PDF-1.4 test", name="test.pdf", verdict="clean", content_type="application/pdf"):
    """Return a sealed file of the message, in the private storage."""
    stored_as, stored_sha256 = write(content)
    return Attachment.objects.create(
        message=message,
        field_key="files",
        sealed_name=seal_data(name),
        content_type=content_type,
        size=len(content),
        content_digest=digest_of_content(content),
        stored_as=stored_as,
        stored_sha256=stored_sha256,
        verdict=verdict,
    )
