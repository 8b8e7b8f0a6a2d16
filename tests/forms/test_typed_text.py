"""What somebody typed is cleaned once and never lost, whatever an editor changes in the form meanwhile."""

import datetime
import logging

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from forms.form_pages.builder import FormBuilder
from forms.inbox import mails
from forms.models import FormField, FormPage, Mail, Message
from pages.typed_text import EmailField, clean_line, clean_text
from tests.contact_form import ANSWERS, CONTACT, errors_in, send, sent_message
from tests.factories import make_standard_page, publish
from tests.files import pdf
from tests.html import soup, words
from tests.newsletter import sign_up

pytestmark = pytest.mark.django_db

POP = "\u202c"  # POP DIRECTIONAL FORMATTING, which address books add to copied addresses


@pytest.fixture
def contact(db):
    return FormPage.objects.get(slug="contact-us", locale__language_code="en")


def values(message):
    """Return the answers of the message as a dict by label."""
    return {one["label"]: one["value"] for one in message.answers}


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        (f"pat@example.com{POP}", "pat@example.com"),
        ("\ufeffa\u200bb\u00ad\x7f\x0bc", "abc"),
        ("e\u0301", "é"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\ud800b", "a\ufffdb"),
        ("👩\u200d⚕️ می\u200cخواهم\tx", "👩\u200d⚕️ می\u200cخواهم\tx"),
    ],
)
def test_text_loses_invisible_characters_and_nothing_else(typed, cleaned):
    assert clean_text(typed) == cleaned


def test_line_has_no_characters_without_a_shape():
    assert clean_line(" \u200dpat@\ufe0fexample.com\n\u3164") == "pat@example.com"


@pytest.mark.parametrize("domain", ["ex\u2ff0mple.com", "\u05d01a.com", f"{'ä' * 70}.com", "．com", "a..com"])
def test_address_to_which_no_mail_can_be_built_is_refused(domain):
    with pytest.raises(ValidationError, match="Write the e-mail address like this"):
        EmailField().clean(f"pat@{domain}")


def test_pasted_address_with_an_invisible_character_is_saved_and_confirmed(client, contact):
    contact.is_acknowledged = contact.replies_by_mail = True
    contact.notified = f"desk@clinic.example{POP}"
    publish(contact)
    message = sent_message(client, answers=ANSWERS | {"email": f"\u200epat@example.com{POP}"})
    assert message.answer_for("email") == "pat@example.com"
    recipients = {(mail.kind, mail.content["to"], mail.state) for mail in Mail.objects.all()}
    assert recipients == {
        (Mail.Kind.NOTICE, "desk@clinic.example", Mail.State.WAITING),
        (Mail.Kind.CONFIRMATION, "pat@example.com", Mail.State.WAITING),
    }


def test_newsletter_password_reset_and_users_clean_the_address(client, editor):
    editor.email = f"editor@example.com{POP}"
    editor.save()
    assert sign_up(client, f"reader@example.com{POP}").status_code == 303
    client.post("/admin/password_reset/", {"email": f"{editor.email}{POP}"}, HTTP_SEC_FETCH_SITE="same-origin")
    assert [mail.to for mail in django_mail.outbox] == [["reader@example.com"], ["editor@example.com"]]


@pytest.mark.parametrize("kind", ["_notice", "_confirmation"])
def test_message_stays_if_a_mail_cannot_be_written_and_staff_see_the_failure(
    client, contact, monkeypatch, caplog, kind
):
    def fail(*_arguments):
        raise UnicodeError("pat@example.com")

    contact.is_acknowledged, contact.notified = True, "desk@clinic.example"
    publish(contact)
    monkeypatch.setattr(mails, kind, fail)
    with caplog.at_level(logging.ERROR):
        message = sent_message(client)
    [failed] = Mail.objects.filter(state=Mail.State.FAILED, message=message)
    assert failed.get_kind_display().startswith("Notice" if kind == "_notice" else "Confirmation")
    assert "could not be written" in failed.failure_description
    assert Mail.objects.filter(state=Mail.State.WAITING, message=message).count() == 1
    assert "could not be written" in caplog.text


def test_answer_to_a_removed_field_is_saved_under_its_old_label(client, contact):
    contact.form_fields.filter(clean_name__in=["topic", "phone"]).delete()
    publish(contact)
    message = sent_message(client, answers=ANSWERS | {"topic": "Medical records", "phone": "479-555-0100"})
    assert values(message)["Phone number"] == "479-555-0100"
    assert "Medical records" in values(message).values()
    assert message.answer_for("phone") == "479-555-0100"


def test_replaced_required_field_shows_what_was_typed_and_then_saves_it(client, contact):
    contact.form_fields.get(clean_name="message").delete()
    FormField.objects.create(page=contact, label="How can we help?", locale=contact.locale, required=True, sort_order=9)
    publish(FormPage.objects.get(pk=contact.pk))
    response = send(client)
    assert response.status_code == 422
    assert list(errors_in(response).values()) == ["Fill in “How can we help?”"]
    page = soup(response)
    assert page.select_one("textarea[name=message]").get_text().strip() == ANSWERS["message"]
    assert words(page.select_one("label[for=id_message]")).startswith("Your message")
    assert page.select_one("#id_name")["value"] == ANSWERS["name"]
    key = FormField.objects.get(label="How can we help?").clean_name
    message = sent_message(client, answers=ANSWERS | {key: "By phone"})
    assert values(message)["Your message"] == ANSWERS["message"]


def test_file_of_a_removed_field_is_saved(client, contact):
    contact.form_fields.get(clean_name="files").delete()
    publish(contact)
    file = SimpleUploadedFile("referral.pdf", pdf(), "application/pdf")
    assert sent_message(client, answers=ANSWERS | {"files": [file]}).attachments.get().name == "referral.pdf"


def test_text_that_becomes_a_box_is_a_new_field(contact):
    name, message = contact.form_fields.get(clean_name="name"), contact.form_fields.get(clean_name="message")
    name.field_type, message.field_type = "checkbox", "singleline"
    name.clean()
    message.clean()
    assert name.clean_name != "name"
    assert message.clean_name == "message"


@pytest.mark.slow
def test_form_that_moved_accepts_posts_to_its_old_address(client, contact, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        contact.slug = "write-to-us"
        publish(contact)
    response = client.get(CONTACT)
    assert (response.status_code, response["Location"]) == (301, "/write-to-us/")
    assert sent_message(client).answer_for("message") == ANSWERS["message"]
    assert send(client, answers=ANSWERS | {"name": ""}).status_code == 422


def test_form_accepts_posts_at_an_address_that_another_page_has_now(client, contact, home):
    Page.objects.filter(pk=contact.pk).update(slug="write-to-us", url_path="/home/write-to-us/")
    make_standard_page(home, "Contact Us", slug="contact-us")
    form_key = soup(client.get("/write-to-us/")).select_one("form.form [name=form_key]")["value"]
    message = sent_message(client, answers=ANSWERS | {"form_key": form_key})
    assert message.form.key == contact.translation_key


@pytest.mark.slow
def test_form_that_was_withdrawn_returns_what_was_typed(client, contact):
    contact.is_at_foot = False  # a form that is in the footer of every page cannot be withdrawn
    publish(contact).unpublish()
    response = send(client, answers=ANSWERS | {"form_key": str(contact.translation_key)})
    assert response.status_code == 410
    assert response["Cache-Control"] == "private, no-store"
    page = soup(response)
    assert page.title.get_text().startswith("Error: ")
    assert ANSWERS["message"] in page.select_one("main").get_text()
    assert "479-967-7770" in words(page.main)
    assert not Message.objects.exists()


def test_form_of_another_site_is_refused_at_an_unknown_address_too(client, contact):
    answers = ANSWERS | {"form_key": str(contact.translation_key)}
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/nothing-here/", answers, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert send(client, "/nothing-here/", ANSWERS).status_code == 404


def test_line_break_counts_as_one_character_and_the_limit_is_stated(client):
    text = "\r\n".join(["123456789012345"] * 625)  # 9,999 characters
    assert values(sent_message(client, answers=ANSWERS | {"message": text}))["Your message"] == text.replace("\r", "")
    assert "Up to 10,000 characters." in words(soup(client.get(CONTACT)).select_one("#id_message_helptext"))


DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1, "in 3 years": 3 * 366, "in 60 years": 60 * 366, "1850": -64_000}


@pytest.mark.parametrize(
    ("meaning", "accepted"),
    [
        ("birth_date", {"today", "yesterday"}),
        ("appointment", {"today", "tomorrow"}),
        ("", {"today", "tomorrow", "yesterday", "in 3 years"}),
    ],
)
@pytest.mark.parametrize("kind", ["date", "datetime"])
def test_date_has_a_range_by_its_meaning(kind, meaning, accepted):
    field = FormField(label="When", field_type=kind, clean_name="when", meaning=meaning)
    field.original = field
    form_class = FormBuilder([field]).get_form_class()

    def is_accepted(days):
        day = timezone.localdate() + datetime.timedelta(days)
        form = form_class({"when": f"{day:%m/%d/%Y}" + (" 2:30 PM" if kind == "datetime" else "")})
        return form.is_valid() or not form.errors["when"][0].startswith("Write a date")

    assert {name for name, days in DAYS.items() if is_accepted(days)} == accepted


def test_birth_date_in_2999_gets_a_sentence_that_says_the_range():
    field = FormField(label="Born", field_type="date", clean_name="born", meaning="birth_date")
    field.original = field
    form = FormBuilder([field]).get_form_class()({"born": "01/01/2999"})
    [sentence] = form.errors["born"]
    assert sentence.startswith("Write a date of birth from ")
    assert sentence.endswith(" to today.")
