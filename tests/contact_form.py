"""Helpers that send the contact form as a visitor does, and read the response."""

from urllib.parse import parse_qs, urlsplit

from forms.models import Message
from tests.html import soup

CONTACT = "/contact-us/"
ANSWERS = {"name": "Test Patient", "email": "test.patient@example.com", "message": "Please call me."}


def send(client, address=CONTACT, answers=ANSWERS, **headers):
    """Send the form at the address as a browser does; return the response."""
    return client.post(address, answers, HTTP_SEC_FETCH_SITE="same-origin", **headers)


def reference_in(response):
    """Return the reference number in the redirect of the response; fail if it is no redirect."""
    assert response.status_code == 303, response.content.decode()[:2000]
    return parse_qs(urlsplit(response["Location"]).query)["sent"][0]


def sent_message(client, **options):
    """Send the form and return the new `Message`."""
    return Message.objects.get(reference=reference_in(send(client, **options)))


def errors_in(response):
    """Return the texts of the error summary as a dict by the id of the field that they link to."""
    summary = soup(response).select_one(".error-summary")
    return {link["href"].lstrip("#"): link.get_text() for link in summary.select("a[href^='#']")}
