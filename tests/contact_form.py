"""What somebody does who sends us a message."""

from urllib.parse import parse_qs, urlsplit

from forms.models import Message
from tests.html import soup

CONTACT = "/contact-us/"
ANSWERS = {"name": "Test Patient", "email": "test.patient@example.com", "message": "Please call me."}


def send(client, address=CONTACT, answers=ANSWERS, **headers):
    """Send the form at the address as a browser does; return the answer."""
    return client.post(address, answers, HTTP_SEC_FETCH_SITE="same-origin", **headers)


def reference_in(response):
    """The reference number that the answer leads to."""
    assert response.status_code == 303, response.content.decode()[:2000]
    return parse_qs(urlsplit(response["Location"]).query)["sent"][0]


def sent_message(client, **options):
    """Send the form and return the `Message` that came of it."""
    return Message.objects.get(reference=reference_in(send(client, **options)))


def errors_in(response):
    """What the summary of errors says, by the id of the field it leads to."""
    summary = soup(response).select_one(".error-summary")
    return {link["href"].lstrip("#"): link.get_text() for link in summary.select("a[href^='#']")}
