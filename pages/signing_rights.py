"""Who may sign medical reviews, record signatures on paper, and publish medical text without a review."""

from typing import Any

from django.conf import settings
from wagtail.models import PagePermissionTester

SIGN = "pages.sign_review"
RECORD_ON_PAPER = "pages.record_paper_signature"


def person_of(user: Any) -> Any:
    """Return the page of the person whom the user account belongs to; None if no page names the account."""
    return getattr(user, "person", None)


def may_sign(user: Any) -> bool:
    """Return whether the user may sign reviews as the person whose page names the account.

    That page must be published, because readers see who has signed.
    """
    person = person_of(user) if user.has_perm(SIGN) else None
    return person is not None and person.live


def may_record_on_paper(user: Any) -> bool:
    """Return whether the user may record that a clinician has signed on paper."""
    return user.has_perm(RECORD_ON_PAPER)


def may_approve(user: Any) -> bool:
    """Return whether the user may sign or record signatures, and so declare that a change is not medical."""
    return user is not None and (may_sign(user) or may_record_on_paper(user))


def may_publish_medical_text(user: Any) -> bool:
    """Return whether a user who may publish the page may do so although no clinician has approved its medical text.

    By default they may, and the review lapses. If the setting `REQUIRE_MEDICAL_REVIEW` is on, only those may who may
    approve the text themselves. The others submit the page for review.
    """
    return not settings.REQUIRE_MEDICAL_REVIEW or may_approve(user)


class ReviewedPagePermissionTester(PagePermissionTester):
    """The permissions on a page with medical text."""

    def can_publish(self) -> bool:
        """Return whether the user may publish the latest draft: they may if its medical text is signed.

        wagtail-localize asks before it saves the text that it publishes, so this counts in the source language only.
        """
        return super().can_publish() and (may_publish_medical_text(self.user) or self._is_latest_draft_signed())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return whether the user may delete or move the page: not those who may only edit drafts, to review them."""
        may_do_more = self.user.is_superuser or {"add", "publish"} & self.permissions
        return bool(may_do_more) and super().can_delete(ignore_bulk)

    def _is_latest_draft_signed(self) -> bool:
        is_translation = self.page.locale.language_code != settings.LANGUAGE_CODE
        return not is_translation and self.page.get_latest_revision_as_object().is_reviewed


class ReviewedIndexPermissionTester(PagePermissionTester):
    """The permissions on a page below which all pages have medical text."""

    def can_publish_subpage(self) -> bool:
        """Return whether the user may publish a page below this one when they create it."""
        return super().can_publish_subpage() and may_publish_medical_text(self.user)
