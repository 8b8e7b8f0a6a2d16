"""Sign pages for tests, and check whether the medical review is shown to patients."""

import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from pages.models import Review
from tests.html import json_ld, soup, words

DAY = datetime.date(2026, 1, 2)
LATER = datetime.date(2026, 3, 4)


def sign(page, day=DAY, name="A. Doctor, MD", due=None, **values):
    """Store a review of the text of the page in memory, as if it had been signed on that day, and return the page."""
    review = Review.objects.create(target=page, reviewer_name=name, reviewed_on=day, review_due=due, **values)
    review.add_text(page.clinical_fingerprint)
    page.store_review()
    page.update_review()
    return page


def make_clinician(person, name="ann"):
    """Return a new user of the group *Clinicians* who signs as the person."""
    user = get_user_model().objects.create_user(name, f"{name}@clinic.example", "a long password")
    user.groups.add(Group.objects.get(name="Clinicians"))
    type(person).objects.filter(pk=person.pk).update(user=user)
    return user


def is_shown(page):
    """Return whether the public page shows a review; fail if its text and its JSON-LD differ in that."""
    response = Client().get(page.get_url())
    text = words(soup(response).main)
    data = json_ld(response)["MedicalWebPage"]
    assert ("Medically reviewed by" in text) == ("lastReviewed" in data) == ("reviewedBy" in data)
    return "Medically reviewed by" in text


def fresh(page):
    """Return the page with its values from the database."""
    return type(page).objects.get(pk=page.pk)
