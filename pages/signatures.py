"""Sign medical reviews. Only this module creates a `Review`, and lets one be valid for another text."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, log

from pages.models.review import Review
from pages.signing_rights import may_approve, may_record_on_paper, may_sign, person_of

SIGN = "pages.sign_review"
RECORD_ON_PAPER = "pages.record_paper_signature"
KEEP = "pages.keep_review"
WITHDRAW = "pages.withdraw_review"


def register_log_actions(actions: LogActionRegistry) -> None:
    """Register the actions with their labels and messages (hook `register_log_actions`)."""
    actions.register_action(SIGN, _("Sign medical review"), _("Signed the medical review"))
    actions.register_action(
        RECORD_ON_PAPER, _("Record paper signature"), _("Recorded a medical review that was signed on paper")
    )
    actions.register_action(KEEP, _("Keep medical review"), _("Declared a change as not medical: the review is valid"))
    actions.register_action(WITHDRAW, _("Withdraw medical review"), _("Withdrew a medical review"))


def sign(target: Any, user: Any, review_due: datetime.date | None) -> Review:
    """Sign the text of the page or passage in memory as the user's person, today. Return the review.

    Raises `PermissionError` if the user may not sign.
    """
    if not may_sign(user):
        raise PermissionError("This user may not sign medical reviews.")
    values = {"reviewer": person_of(user), "reviewed_on": timezone.localdate(), "review_due": review_due}
    return _store(SIGN, target, user, values)


def record_on_paper(
    target: Any, user: Any, reviewer: Any, reviewed_on: datetime.date, review_due: datetime.date | None
) -> Review:
    """Record that the person has signed the text of the page or passage in memory on paper. Return the review.

    Raises `PermissionError` if the user may not record signatures.
    """
    if not may_record_on_paper(user):
        raise PermissionError("This user may not record signatures on paper.")
    values = {"reviewer": reviewer, "reviewed_on": reviewed_on, "review_due": review_due, "is_on_paper": True}
    return _store(RECORD_ON_PAPER, target, user, values)


def keep(reviews: Iterable[tuple[Review, Any]], user: Any, row: Any) -> None:
    """Let each review be valid for the text in memory of the page or passage beside it too.

    The user has declared that the change of `row`, a page or a shared row, is not medical. Raises `PermissionError`
    if the user may not do this.
    """
    if not may_approve(user):
        raise PermissionError("This user may not keep medical reviews.")
    changed = [review for review, target in reviews if review.add_text(target.clinical_fingerprint)]
    if changed:
        log(row, KEEP, user=user, data={"reviewers": sorted({review.reviewer_name for review in changed})})


def withdraw(review: Review, user: Any) -> None:
    """Delete the review, so that readers do not see it any more. The audit log keeps who had signed, and when.

    Raises `PermissionError` unless the user is the reviewer or may record signatures on paper.
    """
    if not may_withdraw(review, user):
        raise PermissionError("This user may not withdraw this review.")
    target: Any = review.target
    with transaction.atomic():
        log(target, WITHDRAW, user=user, data=_data(review))
        review.delete()
        target.store_review()


def may_withdraw(review: Review, user: Any) -> bool:
    """Return whether the user may withdraw the review: the reviewer, and users who may record signatures on paper."""
    is_own = may_sign(user) and review.reviewer_id == person_of(user).pk
    return is_own or may_record_on_paper(user)


@transaction.atomic
def _store(action: str, target: Any, user: Any, values: dict[str, Any]) -> Review:
    review = Review.objects.create(
        target=target, reviewer_name=values["reviewer"].full_name, recorded_by=user, **values
    )
    review.add_text(target.clinical_fingerprint)
    target.store_review()
    log(target, action, user=user, data=_data(review))
    return review


def _data(review: Review) -> dict[str, Any]:
    return {
        "reviewer": review.reviewer_name,
        "reviewed_on": review.reviewed_on.isoformat(),
        "texts": list(review.texts.values_list("fingerprint", flat=True)),
    }
