"""Messages for tests, as a form would have kept them."""

from itertools import count
from uuid import uuid4

from forms.encryption import seal_data
from forms.files.kept import digest_of_content, write
from forms.models import Attachment, FormPage, KnownField, Message
from forms.words import words_of
from tests.factories import publish

number = count(1)


def make_form(home, title="Write to Us", fields=(), **values):
    """Return a published form page, with its fields known: each is (key, label) or (key, label, is_removed)."""
    values = {"introduction": "Write to us.", "thank_you_text": "<p>We call you.</p>", **values}
    form = publish(home.add_child(instance=FormPage(title=title, **values)))
    for position, (key, label, *removed) in enumerate(fields):
        KnownField.objects.create(
            form_key=form.translation_key,
            key=key,
            label=label,
            field_type="singleline",
            position=position,
            is_removed=any(removed),
        )
    return form


def answer(key, value, label=None, meaning="", kind="singleline"):
    """Return an answer as a message keeps it."""
    return {"key": key, "label": label or key.title(), "meaning": meaning, "type": kind, "value": value}


def make_message(form=None, answers=None, name="Test Patient", text="It hurts.", sent_from="/contact-us/", **values):
    """Return a message that was sent through the form; without one, through a form that is gone."""
    if answers is None:
        answers = [
            answer("name", name, "Your name", meaning="name"),
            answer("message", text, "Your message", meaning="message", kind="multiline"),
        ]
    values = {
        "form": form,
        "form_key": form.translation_key if form else uuid4(),
        "form_title": form.title if form else "An old form",
        "language": "en",
        "sealed": seal_data({"answers": answers, "sent_from": sent_from}),
        "words": words_of(answers),
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
