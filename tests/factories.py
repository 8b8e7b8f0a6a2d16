"""Create pages, forms, messages and mails for tests, with only the values that their type requires."""

import json
from itertools import count
from uuid import uuid4

from django.core.mail import EmailMessage
from django.utils.text import slugify
from wagtail.models import Locale, Site

from forms.form_pages.publishing import form_of
from forms.inbox.files.store import digest_of_content, write
from forms.inbox.search import word_digests
from forms.inbox.senders import sender_digests
from forms.models import Attachment, Form, FormPage, KnownField, Message
from forms.outbox.queue import queue
from forms.sealing.encryption import seal_data
from pages.models import (
    ConditionIndexPage,
    ConditionPage,
    LocationIndexPage,
    LocationPage,
    Passage,
    PersonIndexPage,
    PersonPage,
    StandardPage,
    TreatmentIndexPage,
    TreatmentPage,
    WarningSign,
)

number = count(1)


def publish(page):
    """Publish the page and return it with its values from the database."""
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def make_condition(title=None, **values):
    """Return a new published condition, listed in the menu."""
    title = title or f"Condition {next(number)}"
    values = {"body_areas": ["neck"], "region": "back", "introduction": "It hurts.", "show_in_menus": True, **values}
    parent = ConditionIndexPage.objects.get(locale__language_code="en")
    return publish(parent.add_child(instance=ConditionPage(title=title, **values)))


def make_treatment(title=None, **values):
    """Return a new published treatment, listed in the menu."""
    title = title or f"Treatment {next(number)}"
    values = {"kind": "injection", "introduction": "It may help.", "show_in_menus": True, **values}
    parent = TreatmentIndexPage.objects.get(locale__language_code="en")
    return publish(parent.add_child(instance=TreatmentPage(title=title, **values)))


def make_person(title=None, **values):
    """Return the page of a new person, published and listed."""
    title = title or f"Person {next(number)}"
    values = {"introduction": "They care.", "role": "Pain physician", **values}
    parent = PersonIndexPage.objects.get(locale__language_code="en")
    return publish(parent.add_child(instance=PersonPage(title=title, **values)))


def make_location(city="Conway", opens="08:30", **values):
    """Return a new published location, open as long as the main one, from `opens` on."""
    index = LocationIndexPage.objects.get(locale__language_code="en")
    week = LocationPage.objects.get(slug="russellville", locale__language_code="en").hours.get_prep_value()
    values = {
        "introduction": "Welcome.",
        "phone": "501-555-0144",
        "street_address": "1 Oak Street",
        "state": "Arkansas",
        "postal_code": "72032",
        "hours": json.loads(json.dumps(week).replace("08:30:00", f"{opens}:00")),
        **values,
    }
    return publish(index.add_child(instance=LocationPage(title=city, city=city, **values)))


def make_standard_page(parent, title=None, **values):
    """Return a new published standard page below the given page."""
    title = title or f"Page {next(number)}"
    values = {"introduction": "Good to know.", **values}
    return publish(parent.add_child(instance=StandardPage(title=title, **values)))


def make_warning_sign(urgency="emergency", text=None, **values):
    """Return a new warning sign in English."""
    text = text or f"Your toe hurts ({next(number)})."
    return WarningSign.objects.create(
        locale=Locale.get_default(), key=slugify(text), urgency=urgency, text=text, **values
    )


def make_passage(name=None, text="<p>Read this.</p>", **values):
    """Return a new passage in English."""
    name = name or f"Passage {next(number)}"
    return Passage.objects.create(locale=Locale.get_default(), key=slugify(name), name=name, text=text, **values)


def section(name, **value):
    """Return a section in the format in which a stream field stores it."""
    return {"type": name, "value": value, "id": str(uuid4())}


def items(*values):
    """Return the items of a list block in the format in which a stream field stores them."""
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def treatment_options(*treatments, tier="interventional"):
    """Return the section “treatment_options” with one tier and, for each treatment, an option that links to it."""
    options = items(*({"name": page.title, "description": "", "treatment": page.pk} for page in treatments))
    return section(
        "treatment_options", heading="Options", introduction="", tiers=items({"tier": tier, "options": options})
    )


def make_form(title="Write to Us", fields=(), **values):
    """Return a new published form page; for each of `fields`, (key, label) or (key, label, is_removed), a field."""
    values = {
        "slug": f"form-{next(number)}",
        "introduction": "Write to us.",
        "notified": "desk@clinic.example",
        "thank_you_text": "<p>We call you.</p>",
        **values,
    }
    home = Site.objects.get(is_default_site=True).root_page
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
    """Return an answer in the format of `Message.content`."""
    return {"key": key, "label": label or key.title(), "meaning": meaning, "type": kind, "value": value}


def answers_by_meaning(**values):
    """Return a list of answers, one for each meaning: `email`, `name`, `message` …"""
    return [answer(f"field_{meaning}", value, meaning.title(), meaning) for meaning, value in values.items()]


def make_message(page=None, answers=None, name="Test Patient", text="It hurts.", sent_from="/contact-us/", **values):
    """Return a new message that was sent through the form, or through a form that has been deleted."""
    if answers is None:
        answers = [
            answer("name", name, "Your name", meaning="name"),
            answer("message", text, "Your message", meaning="message", kind="multiline"),
        ]
    values = {
        "form": form_of(page) if page else Form.objects.create(key=uuid4(), name="An old form", is_open=False),
        "language": "en",
        "sealed": seal_data({"answers": answers, "sent_from": sent_from}),
        "fingerprint": f"test-{next(number)}",
        **values,
    }
    if "words" not in values:
        values["words"] = word_digests(answers)
    return Message.objects.create(**sender_digests(answers), **values)


def attach(message, content=b"%PDF-1.4 test", name="test.pdf", verdict="clean", content_type="application/pdf"):
    """Return a new encrypted file of the message, in the private storage."""
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


def make_mail():
    """Return a mail that waits in the outbox."""
    return queue(EmailMessage("Subject", "Body", "clinic@example.com", ["somebody@example.com"]))[0]
