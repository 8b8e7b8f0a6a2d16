"""Add an address to the newsletter, and send a mail that asks its owner to confirm."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from forms.newsletter.models import Subscriber

MAIL_INTERVAL = timedelta(hours=1)  # the minimum between two mails to one address


@transaction.atomic
def sign_up(email: str, language: str) -> None:
    """Send the address a mail with a link to confirm, at most once an hour.

    The same happens for every address: new, waiting for confirmation, subscribed or unsubscribed. So nobody can find
    out who is subscribed (decision 0019).
    """
    _delete_unconfirmed()
    subscriber, _created = Subscriber.objects.get_or_create(email=email.lower(), defaults={"language": language})
    now = timezone.now()
    is_due = Q(mailed_at=None) | Q(mailed_at__lte=now - MAIL_INTERVAL)
    if Subscriber.objects.filter(is_due, pk=subscriber.pk).update(mailed_at=now):
        with override(language):
            _confirmation_mail(subscriber, language).send()


def unsubscribe_url(subscriber: Subscriber) -> str:
    """Return the absolute URL to unsubscribe, in the subscriber's language. Every mail to a subscriber contains it."""
    with override(subscriber.language):
        return settings.BASE_URL + reverse("newsletter:unsubscribe", args=[subscriber.token])


def _confirmation_mail(subscriber: Subscriber, language: str) -> EmailMessage:
    unsubscribe = unsubscribe_url(subscriber)
    context = {
        "clinic": settings.WAGTAIL_SITE_NAME,
        "confirm": settings.BASE_URL + reverse("newsletter:confirm", args=[subscriber.confirmation_token(language)]),
        "days": Subscriber.DAYS_TO_CONFIRM,
        "unsubscribe": unsubscribe,
    }
    return EmailMessage(
        _("Please confirm that you want our newsletter"),
        render_to_string("forms/newsletter/confirmation.txt", context),
        to=[subscriber.email],
        # RFC 8058: mail programs show a button “Unsubscribe” and send the request themselves.
        headers={"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _delete_unconfirmed() -> None:
    """Delete addresses whose link to confirm has expired: another person may have entered them."""
    expired = timezone.now() - timedelta(days=Subscriber.DAYS_TO_CONFIRM)
    Subscriber.objects.filter(status=Subscriber.Status.PENDING, mailed_at__lt=expired).delete()
