"""The signer and the publishers are reminded of a review once before it is due and once when it is overdue."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from pages.models import Review
from pages.review_mails import send_reminders
from pages.signatures import sign as sign_as
from tests.factories import make_condition, make_person, publish
from tests.reviews import make_clinician

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_page(home, log_in):
    """A page that Ann has signed, whose next review is due in 60 days."""
    user = make_clinician(make_person("Ann Doctor"))
    marketing = log_in("Marketing", name="mark").user
    marketing.email = "mark@clinic.example"
    marketing.save()
    page = make_condition("Cold Feet", introduction="Wintergreen helps.")
    sign_as(page, user, timezone.localdate() + datetime.timedelta(days=60))
    return page


def recipients():
    found = sorted(address for one in mail.outbox for address in one.to)
    mail.outbox.clear()
    return found


EVERYONE = ["ann@clinic.example", "mark@clinic.example"]


def test_each_reminder_is_sent_once(signed_page, clock):
    for days, expected in ((29, []), (1, EVERYONE), (1, []), (28, []), (1, []), (1, EVERYONE), (1, []), (400, [])):
        clock.move(days=days)
        send_reminders()
        send_reminders()
        assert (clock.ahead.days, recipients()) == (clock.ahead.days, expected)


def test_mail_has_reference_and_link_and_no_text(signed_page, clock):
    clock.move(days=61)
    send_reminders()
    for one in mail.outbox:
        assert f"Page {signed_page.pk} is overdue since" in one.body
        assert f"https://www.ioipm.example/admin/pages/{signed_page.pk}/edit/" in one.body
        for word in ("Wintergreen", "Cold Feet", "Ann"):
            assert word not in one.subject + one.body
    assert Review.objects.get().due_mail_sent_on == Review.objects.get().overdue_mail_sent_on


def test_one_mail_lists_all_pages(signed_page, clock):
    user = Review.objects.get().reviewer.user
    other = make_condition("Warm Feet")
    sign_as(other, user, timezone.localdate() + datetime.timedelta(days=61))
    clock.move(days=35)
    assert send_reminders() == 2
    assert all(f"Page {page.pk} is due on" in one.body for one in mail.outbox for page in (signed_page, other))
    assert mail.outbox[0].subject == "Medical reviews are due: 2"


@pytest.mark.parametrize("state", ["lapsed", "unpublished", "signed again", "nobody to tell"])
def test_no_reminder_of_reviews_that_patients_do_not_see(signed_page, clock, state, django_user_model):
    if state == "lapsed":
        signed_page.introduction = "Something else."
        publish(signed_page)
    elif state == "unpublished":
        signed_page.unpublish()
    elif state == "signed again":
        user = Review.objects.get().reviewer.user
        sign_as(signed_page, user, timezone.localdate() + datetime.timedelta(days=365))
    else:
        django_user_model.objects.update(email="")
    clock.move(days=45)
    assert send_reminders() == 0
    if state == "nobody to tell":
        django_user_model.objects.filter(username="mark").update(email="mark@clinic.example")
        assert send_reminders() == 1
