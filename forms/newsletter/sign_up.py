"""The way into the newsletter: entered by anybody, confirmed by whoever reads the mail."""

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

BETWEEN_MAILS = timedelta(hours=1)


@transaction.atomic
def sign_up(email, language):
    """Ask whoever reads this address to confirm, at most once an hour.

    Does the same for every address, known or not and whatever became of it, so that nobody can find out who subscribes.
    """
    _forget_unconfirmed()
    subscriber, _created = Subscriber.objects.get_or_create(email=email.lower(), defaults={"language": language})
    now = timezone.now()
    is_due = Q(mailed_at=None) | Q(mailed_at__lte=now - BETWEEN_MAILS)
    if Subscriber.objects.filter(is_due, pk=subscriber.pk).update(mailed_at=now):
        with override(language):
            _confirmation_mail(subscriber, language).send()


def unsubscribe_address(subscriber):
    """Return the link that belongs into every mail to this subscriber, in their language."""
    with override(subscriber.language):
        return settings.BASE_URL + reverse("newsletter:unsubscribe", args=[subscriber.token])


def _confirmation_mail(subscriber, language):
    unsubscribe = unsubscribe_address(subscriber)
    context = {
        "clinic": settings.WAGTAIL_SITE_NAME,
        "confirm": settings.BASE_URL + reverse("newsletter:confirm", args=[subscriber.confirmation(language)]),
        "days": Subscriber.DAYS_TO_CONFIRM,
        "unsubscribe": unsubscribe,
    }
    return EmailMessage(
        _("Please confirm that you want our newsletter"),
        render_to_string("forms/newsletter/confirmation.txt", context),
        to=[subscriber.email],
        # RFC 8058: what mail programs send when somebody presses their button “Unsubscribe”
        headers={"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _forget_unconfirmed():
    """Delete addresses whose link has run out: perhaps somebody else entered them."""
    out_of_date = timezone.now() - timedelta(days=Subscriber.DAYS_TO_CONFIRM)
    Subscriber.objects.filter(status=Subscriber.Status.PENDING, mailed_at__lt=out_of_date).delete()
