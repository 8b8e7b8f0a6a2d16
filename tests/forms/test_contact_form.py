"""The contact form: a message is saved once, completely and encrypted; errors are shown with the typed values."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.utils import timezone
from django.utils.timezone import timedelta

from forms.inbox import submission
from forms.inbox.submission import DUPLICATE_PERIOD
from forms.models import Attachment, FormField, FormPage, Message
from tests.contact_form import ANSWERS, CONTACT, errors_in, reference_in, send, sent_message
from tests.files import pdf
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

TOO_LONG = "Write at most 10,000 characters: there are 10,001. Send the rest in a second message."


def test_message_is_saved_with_every_answer(client):
    message = sent_message(client, answers={**ANSWERS, "topic": "Medical records", "sent_from": "/privacy/"})
    assert [(one["key"], one["value"]) for one in message.answers] == [
        ("name", "Test Patient"),
        ("email", "test.patient@example.com"),
        ("phone", ""),
        ("topic", "Medical records"),
        ("message", "Please call me."),
        ("language", ""),
    ]
    assert message.content["sent_from"] == "/privacy/"
    assert (message.form.name, message.language, message.status) == ("Contact Us", "en", "new")


def test_answers_are_encrypted_in_the_database(client):
    row = Message.objects.filter(pk=sent_message(client).pk).values()[0]
    assert "Patient" not in str(row)
    assert "example.com" not in str(row)


def test_sender_is_redirected_to_a_thank_you_page_with_the_reference(client):
    response = send(client)
    thanks = client.get(response["Location"])
    assert words(soup(thanks).h1) == "Thank you for your message"
    assert reference_in(response) in words(soup(thanks).main)
    assert thanks["Cache-Control"] == "private, no-store"
    assert soup(thanks).select("form.form") == []


@pytest.mark.parametrize("reference", ["", "K7M3", "K7M3-9QXD<", "<b>K7M3-9QXD", "k7m3-9qxd", "K7M3-9QX0"])
def test_invalid_reference_shows_the_form_and_no_thank_you(client, reference):
    response = client.get(CONTACT, {"sent": reference})
    assert words(soup(response).h1) == "Contact Us"


def test_same_submission_twice_is_saved_once(client):
    assert reference_in(send(client)) == reference_in(send(client))
    assert Message.objects.count() == 1


def test_different_text_is_a_new_message(client):
    assert reference_in(send(client)) != reference_in(send(client, answers={**ANSWERS, "message": "Please call!"}))


def test_same_text_a_day_later_is_a_new_message(client):
    first = sent_message(client)
    Message.objects.update(sent_at=timezone.now() - DUPLICATE_PERIOD - timedelta(minutes=1))
    second = sent_message(client)
    assert second != first
    assert sent_message(client) == second


def test_same_submission_is_recognized_after_the_keys_are_rotated(client, settings):
    first = sent_message(client)
    settings.MESSAGE_KEYS = ["another-key", *settings.MESSAGE_KEYS]
    assert sent_message(client) == first


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"name": ""}, "id_name", "Fill in “Your name”"),
        ({"name": "   "}, "id_name", "Fill in “Your name”"),
        ({"message": ""}, "id_message", "Fill in “Your message”"),
        ({"email": "nobody"}, "id_email", "Write the e-mail address like this: name@example.com."),
        ({"email": ""}, "id_email", "Give an e-mail address or a phone number, so that we can answer."),
        ({"topic": "Winning"}, "id_topic", "Select a valid choice. Winning is not one of the available choices."),
        ({"name": "N" * 256}, "id_name", "Write at most 255 characters: there are 256."),
        ({"message": "N" * 10_001}, "id_message", TOO_LONG),
        ({"name": "a\0b"}, "id_name", "Null characters are not allowed."),
    ],
)
def test_invalid_input_is_reported_at_the_field_and_in_the_summary(client, answers, field, sentence):
    response = send(client, answers={**ANSWERS, **answers})
    assert response.status_code == 422
    assert errors_in(response) == {field: sentence}
    assert sentence in words(soup(response).select_one(f"#{field}_error"))
    assert soup(response).select_one(f"#{field}")["aria-invalid"] == "true"
    assert soup(response).title.get_text().startswith("Error: ")
    assert Message.objects.count() == 0


def test_browser_does_not_truncate_a_long_message(client):
    long = "N" * 10_001
    page = soup(send(client, answers={**ANSWERS, "message": long}))
    assert "maxlength" not in page.select_one("#id_message").attrs
    assert page.select_one("#id_message").get_text().strip() == long


def test_form_shows_the_typed_values_after_an_error(client):
    page = soup(send(client, answers={"message": "<b>Hello & goodbye</b>", "topic": "Medical records"}))
    assert page.select_one("#id_message").get_text().strip() == "<b>Hello & goodbye</b>"
    assert page.select_one("#id_topic option[selected]").get_text() == "Medical records"


def test_phone_number_alone_is_enough(client):
    assert sent_message(client, answers={"name": "A", "phone": "479-555-0100", "message": "Hello"})


@pytest.mark.slow
def test_message_that_cannot_be_saved_is_shown_again_in_the_form(client, monkeypatch):
    def fail(*_arguments, **_options):
        raise DatabaseError("No space left")

    monkeypatch.setattr(submission.Message.objects, "create", fail)
    response = send(client)
    assert response.status_code == 503
    assert soup(response).select_one("#id_message").get_text().strip() == ANSWERS["message"]
    assert "479-967-7770" in words(soup(response).select_one(".error-summary"))
    assert Message.objects.count() == 0


def test_message_whose_file_cannot_be_saved_is_shown_again_in_the_form(client, monkeypatch):
    def fail(*_arguments, **_options):
        raise DatabaseError("No space left")

    monkeypatch.setattr(Attachment.objects, "create", fail)
    file = SimpleUploadedFile("referral.pdf", pdf(), "application/pdf")
    response = send(client, answers={**ANSWERS, "files": [file]})
    assert response.status_code == 503
    assert soup(response).select_one("#id_message").get_text().strip() == ANSWERS["message"]
    assert Message.objects.count() == 0


@pytest.mark.parametrize("sent_from", ["https://evil.example/", "javascript:alert(1)", "/" + "a" * 300, "/a\nb"])
def test_sent_from_is_not_saved_if_it_is_not_a_path_of_this_site(client, sent_from):
    assert sent_message(client, answers={**ANSWERS, "sent_from": sent_from}).content["sent_from"] == ""


def test_form_is_in_the_footer_of_every_page_except_pages_of_forms(client):
    for address in ("/", "/conditions-we-treat/mid-back-pain/", "/privacy/", "/nothing-here/"):
        form = soup(client.get(address)).select_one("form.form[action='/contact-us/']")
        assert form.select_one("[name=sent_from]")["value"] == address
    assert len(soup(client.get(CONTACT)).select("form.form")) == 1
    assert len(soup(client.get("/referral-form/")).select("form.form")) == 1


def test_notice_says_who_reads_a_message_and_for_how_long_it_is_stored(client):
    FormPage.objects.filter(slug="contact-us").update(retention_days=90)
    notice = words(soup(client.get(CONTACT)).select_one(".form__notice"))
    assert "call 911" in notice
    assert "Only our front desk reads it" in notice
    assert "90 days" in notice


def test_form_has_no_csrf_token_and_sets_no_cookie(client):
    response = client.get(CONTACT)
    assert not response.cookies
    assert b"csrf" not in response.content


def test_every_field_has_a_label_and_personal_data_has_autocomplete(client):
    form = soup(client.get(CONTACT)).select_one("form.form")
    form.select_one(".honeypot").decompose()
    for field in form.select("input:not([type=hidden]):not([type=radio]), select, textarea"):
        assert form.select_one(f"label[for={field['id']}]")
    purposes = {field["name"]: field["autocomplete"] for field in form.select("[autocomplete]")}
    assert purposes == {"name": "name", "email": "email", "phone": "tel"}


def test_form_below_other_pages_is_short_and_leads_to_the_full_form(client):
    part = soup(client.get("/search/?q=hours")).select_one(".contact")
    part.select_one(".honeypot").decompose()
    names = [field["name"] for field in part.select("input:not([type=hidden]), select, textarea")]
    assert names == ["name", "email", "phone", "message"]
    assert part.select_one(f"a[href='{CONTACT}']")


def test_form_below_other_pages_keeps_what_is_required(client):
    FormField.objects.filter(clean_name="topic").update(required=True)
    assert soup(client.get("/")).select_one(".contact select[name=topic]")


def test_page_of_another_form_links_to_the_form_of_the_footer(client):
    assert soup(client.get("/referral-form/")).select_one(f".contact a.button[href='{CONTACT}']")
    assert soup(client.get(CONTACT)).select_one(".contact") is None
