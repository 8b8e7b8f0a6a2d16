"""Signed pages for tests, and what patients see of the signature."""

import datetime

from django.test import Client

from tests.html import json_ld, soup, words

DAY = datetime.date(2026, 1, 2)
LATER = datetime.date(2026, 3, 4)


def sign(page, day=DAY, name="A. Doctor, MD"):
    """Set the page's signature, and return it."""
    page.reviewed_by, page.reviewed_on = name, day
    return page


def is_shown(page):
    """Whether patients and machines are told of a review; they are always told the same."""
    response = Client().get(page.get_url())
    text = words(soup(response).main)
    data = json_ld(response)["MedicalWebPage"]
    assert ("Medically reviewed by" in text) == ("lastReviewed" in data) == ("reviewedBy" in data)
    return "Medically reviewed by" in text


def fresh(page):
    """The page as the database has it."""
    return type(page).objects.get(pk=page.pk)
