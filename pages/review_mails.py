"""The mails that remind of medical reviews: 30 days before a review is due, and when it is overdue, once each."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.permissions import page_permission_policy
from wagtail.users.models import UserProfile

from pages.models import Review
from pages.models.reviewed import ReviewedMixin
from pages.page_types import page_types

DAYS_BEFORE = 30


@transaction.atomic
def send_reminders() -> int:
    """Send each person one mail with the reviews that have become due or overdue, and return the number of mails.

    The clinician who signed and the users who may publish pages get them. Only published pages count whose review
    patients see: other pages are in the report already. If nobody can be reached, the reviews wait for the next run.
    The mails hold numbers and links of pages, and no text of them.
    """
    by_recipient: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    publishers = [user for user in _publishers() if user.is_active and user.email]
    for page in _pages_due():
        recipients = {*publishers, *_signer(page.review)}
        if recipients and _is_claimed(page.review):
            for recipient in recipients:
                by_recipient[recipient].append(_line(page))
    for recipient, lines in by_recipient.items():
        _mail(recipient, lines)
    return len(by_recipient)


def _pages_due() -> Iterable[Any]:
    limit = timezone.localdate() + datetime.timedelta(days=DAYS_BEFORE)
    for model in page_types(ReviewedMixin):
        due = model.objects.live().filter(alias_of=None, is_review_lapsed=False, review__review_due__lte=limit)
        yield from due.select_related("review__reviewer__user").order_by("path")


def _publishers() -> Iterable[Any]:
    return page_permission_policy.users_with_permission("publish", include_superusers=False)


def _signer(review: Review) -> list[Any]:
    user = review.reviewer.user if review.reviewer else None
    return [user] if user and user.is_active and user.email else []


def _is_claimed(review: Review) -> bool:
    """Record that the mail about the review is sent now. Return False if it was sent before, also by another worker."""
    today = timezone.localdate()
    values = {"due_mail_sent_on": today}
    if review.review_due and review.review_due < today:
        values["overdue_mail_sent_on"] = today
        unsent = Review.objects.filter(pk=review.pk, overdue_mail_sent_on=None)
    else:
        unsent = Review.objects.filter(pk=review.pk, due_mail_sent_on=None)
    return bool(unsent.update(**values))


def _line(page: Any) -> dict[str, Any]:
    return {
        "number": page.pk,
        "due": page.review_due,
        "is_overdue": page.review_due < timezone.localdate(),
        "link": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }


def _mail(recipient: Any, lines: list[dict[str, Any]]) -> None:
    with override(UserProfile.get_for_user(recipient).get_preferred_language()):
        body = render_to_string("pages/mails/reviews_due.txt", {"lines": lines})
        subject = _("Medical reviews are due: %(number)s") % {"number": len(lines)}
    EmailMessage(subject, body, to=[recipient.email]).send()
