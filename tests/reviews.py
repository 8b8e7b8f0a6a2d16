"""Sign pages for tests, and check whether the medical review is shown to patients."""

import datetime

from django.test import Client

from tests.html import json_ld, soup, words

DAY = datetime.date(2026, 1, 2)
LATER = datetime.date(2026, 3, 4)


def sign(page, day=DAY, name="A. Doctor, MD"):
    """Set reviewer and date of the medical review without saving, and return the page."""
    page.reviewed_by, page.reviewed_on = name, day
    return page


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
