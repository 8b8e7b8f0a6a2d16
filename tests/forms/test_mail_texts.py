"""Mails about a message: recipients, texts and headers; no mail contains what the sender typed."""

import pytest
from django.core import mail as django_mail
from django.urls import reverse
from django.utils import translation

from forms.inbox import mails
from forms.inbox.locations import location_with
from forms.models import Mail, Message
from forms.outbox.delivery import send_due
from tests.factories import answers_by_meaning, make_form, make_location, make_message

MARK = "zebrafish"


@pytest.fixture
def form(db):
    """A form that notifies two addresses and sends confirmations."""
    return make_form("Referral", notified="desk@clinic.example\nnurse@clinic.example", is_acknowledged=True)


@pytest.fixture
def message(form):
    """A message with a marker word in each answer, which no mail may contain."""
    return make_message(
        form, answers_by_meaning(name=f"Pat {MARK}", email="pat@example.com", phone=MARK, message=f"I have {MARK}.")
    )


def sent():
    """Send the queued mails and return all sent mails as a dict by recipient."""
    send_due()
    return {mail.to[0]: mail for mail in django_mail.outbox}


def test_notice_goes_to_every_notified_address(message):
    mails.notify(message)
    assert sent().keys() == {"desk@clinic.example", "nurse@clinic.example"}


def test_notice_has_the_reference_the_form_and_a_link(message):
    mails.notify(message)
    notice = sent()["desk@clinic.example"]
    assert notice.subject == f"New message {message.reference}"
    assert "“Referral”" in notice.body
    assert f"https://www.ioipm.example/admin/messages/{message.pk}/\n" in notice.body


def test_notice_is_in_english_if_the_sender_speaks_spanish(message):
    message.language = "es"
    with translation.override("es"):
        mails.notify(message)
    assert sent()["desk@clinic.example"].subject.startswith("New message")


def test_confirmation_has_the_number_of_the_location_that_the_sender_chose(message):
    conway = make_location(phone="501-555-0144")
    message.location = location_with(conway.translation_key)
    mails.acknowledge(message)
    assert "call us at 501-555-0144" in sent()["pat@example.com"].body


def test_confirmation_has_the_reference_the_clinic_and_its_phone(message):
    mails.acknowledge(message)
    confirmation = sent()["pat@example.com"]
    assert confirmation.subject == f"We received your message ({message.reference})"
    for words in (
        message.reference,
        "479-967-7770",
        "Institute of Interventional Pain Management",
        "911",
        "not private",
    ):
        assert words in confirmation.body
    assert "Referral" not in confirmation.body


def test_confirmation_is_in_the_senders_language(message):
    message.language = "es"
    mails.acknowledge(message)
    confirmation = sent()["pat@example.com"]
    assert confirmation.subject == f"Recibimos su mensaje ({message.reference})"
    assert "no envíe información de salud" in confirmation.body
    assert "Please" not in confirmation.body
    assert "call" not in confirmation.body


@pytest.mark.parametrize("queue", [mails.notify, mails.acknowledge])
def test_mail_has_the_sender_address_and_is_marked_as_automatic(message, settings, queue):
    settings.DEFAULT_FROM_EMAIL = "Clinic <website@clinic.example>"
    queue(message)
    for mail in sent().values():
        assert mail.from_email == "Clinic <website@clinic.example>"
        assert mail.message()["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("replies_by_mail", [True, False])
def test_reply_to_is_the_sender_only_if_the_form_is_answered_by_mail(message, replies_by_mail):
    message.form.replies_by_mail = replies_by_mail
    mails.notify(message)
    assert sent()["desk@clinic.example"].message()["Reply-To"] == ("pat@example.com" if replies_by_mail else None)


def test_no_mail_contains_what_the_sender_typed(message):
    mails.notify(message)
    mails.acknowledge(message)
    assert len(sent()) == 3
    assert MARK not in "".join(str(mail.message()) for mail in django_mail.outbox)


@pytest.mark.parametrize(
    "address",
    ["", "pat", "pat@example.com\nBcc: x@example.com", "pat@example.com\r\n\r\nBuy", "a@example.com,b@example.com"],
)
def test_invalid_address_gets_no_mail_and_no_header(form, address):
    form.replies_by_mail = True
    message = make_message(form, answers_by_meaning(email=address))
    mails.notify(message)
    mails.acknowledge(message)
    assert sent().keys() == {"desk@clinic.example", "nurse@clinic.example"}
    assert all(not mail.reply_to and mail.message()["Bcc"] is None for mail in django_mail.outbox)


def test_line_break_in_the_name_of_the_form_adds_no_header(message):
    message.form.name = "Referral\nBcc: x@example.com"
    mails.notify(message)
    notice = sent()["desk@clinic.example"].message()
    assert notice["Bcc"] is None
    assert notice["Subject"] == f"New message {message.reference}"


def test_form_without_confirmations_sends_none(message):
    message.form.is_acknowledged = False
    mails.acknowledge(message)
    assert not Mail.objects.exists()


@pytest.mark.parametrize("verification", Message.Verification)
def test_suspected_spam_is_not_confirmed(form, verification):
    mails.acknowledge(make_message(form, answers_by_meaning(email="pat@example.com"), verification=verification))
    assert Mail.objects.exists() == (verification != Message.Verification.SUSPECTED)


def test_address_gets_at_most_three_confirmations_an_hour(form, clock):
    for address in ("pat@example.com", "PAT@example.com", "pat+1@example.com", "pat@EXAMPLE.com", "Pat+2@example.com"):
        mails.acknowledge(make_message(form, answers_by_meaning(email=address)))
    mails.acknowledge(make_message(form, answers_by_meaning(email="sam@example.com")))
    assert Mail.objects.count() == 3 + 1
    clock.move(minutes=61)
    mails.acknowledge(make_message(form, answers_by_meaning(email="pat@example.com")))
    assert Mail.objects.count() == 5


def test_confirmations_are_still_counted_after_the_keys_are_rotated(form, settings):
    for _message in range(3):
        mails.acknowledge(make_message(form, answers_by_meaning(email="pat@example.com")))
    settings.MESSAGE_KEYS = ["a-new-key", *settings.MESSAGE_KEYS]
    mails.acknowledge(make_message(form, answers_by_meaning(email="pat@example.com")))
    assert Mail.objects.count() == 3


def test_link_does_not_use_the_host_header_of_a_request(message, client):
    client.get("/", headers={"host": "evil.example"})
    mails.notify(message)
    assert f"https://www.ioipm.example{reverse('wagtailadmin_home')}" in sent()["desk@clinic.example"].body
