"""Helpers that subscribe to the newsletter as a visitor does."""

import re

from django.core import mail

from forms.models import Subscriber

ADDRESS = "reader@example.com"


def post(client, address, data=None, **headers):
    """Send a form from a page of this site."""
    return client.post(address, data or {}, HTTP_SEC_FETCH_SITE="same-origin", **headers)


def sign_up(client, email=ADDRESS, prefix="", **posted):
    """Enter the address in the footer of a page; return the response."""
    return post(client, f"{prefix}/newsletter/", {"email": email, **posted})


def links_in(message):
    """Return the paths of the two links in a mail: to confirm, and to unsubscribe."""
    return re.findall(r"https://www\.ioipm\.example(/\S+)", message.body)


def subscribed(client, email=ADDRESS, prefix=""):
    """Enter the address and confirm it; return its `Subscriber`."""
    sign_up(client, email, prefix)
    post(client, links_in(mail.outbox[-1])[0])
    return Subscriber.objects.get(email=email.lower())
