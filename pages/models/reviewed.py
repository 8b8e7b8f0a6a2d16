"""The mixin for pages whose medical text a clinician reviews."""

import datetime
from collections.abc import Collection
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PagePermissionTester, Revision

from pages.clinical_text import fingerprint_of_page
from pages.models.review import Review, find_review
from pages.review_form import ReviewedPageForm, ReviewPanel
from pages.signatures import keep
from pages.signing_rights import ReviewedPagePermissionTester


class ReviewedMixin(models.Model):
    """Says which clinician has reviewed the page's medical text, and whether the text has changed since.

    A review is valid for one text of one page in one language. It is found by the fingerprint of the text, so it lapses
    when a different text is published, and is valid again when the reviewed text is restored. Revisions, copies and
    translations do not contain reviews.

    If a clinician marks a change as not medical, the review is valid for the changed text too.
    """

    review = models.ForeignKey(
        Review,
        verbose_name=_("medical review"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The review of the current text, otherwise the latest review of an earlier text."),
    )
    is_review_lapsed = models.BooleanField(_("text has changed since its review"), default=False, editable=False)

    reviews = GenericRelation(Review)

    review_panels = [MultiFieldPanel([ReviewPanel(), FieldPanel("keep_review")], _("Medical review"))]
    review_record = ["review", "is_review_lapsed"]
    exclude_fields_in_copy = review_record
    base_form_class = ReviewedPageForm

    # The fields with medical text.
    clinical_fields: tuple[str, ...] = (
        *("title", "plain_name", "name_in_headings", "other_names"),
        *("introduction", "body", "sources"),
    )

    # Set by the editor's form for one save: the user who has declared that the change is not medical, and the revision
    # that was edited.
    review_kept_by: Any = None
    base_revision_id: int | None = None

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Collection[str] | None = None, **kwargs: Any) -> None:
        """Save the page with the review of its text, also if no revision of the page is saved."""
        if update_fields is None or not set(self.clinical_fields).isdisjoint(update_fields):
            self.update_review()
            update_fields = update_fields and [*update_fields, *self.review_record]
        return super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def is_signed(self) -> bool:
        """Whether a clinician has signed a review of this text or of another one of the page."""
        return self.review_id is not None

    @property
    def is_reviewed(self) -> bool:
        """Whether a clinician has signed a review of the current text."""
        return self.is_signed and not self.is_review_lapsed

    @cached_property
    def shown_review(self) -> Review | None:
        """The review that readers see, with its reviewer. No query if no clinician has signed the current text."""
        if not self.is_reviewed or self.review_id is None:
            return None
        return Review.objects.select_related("reviewer").filter(pk=self.review_id).first()

    @property
    def reviewed_by(self) -> Any:
        """The page of the person who signed the latest review; None without one."""
        return self.review.reviewer if self.review else None

    @property
    def reviewed_by_name(self) -> str:
        """The name and credentials under the latest review; "" without one."""
        return self.review.reviewer_name if self.review else ""

    @property
    def reviewed_on(self) -> datetime.date | None:
        """The day of the latest review; None without one."""
        return self.review.reviewed_on if self.review else None

    @property
    def review_due(self) -> datetime.date | None:
        """The day on which the next review is due; None if no day is set."""
        return self.review.review_due if self.review else None

    @property
    def clinical_fingerprint(self) -> str:
        """The fingerprint of the medical text in memory. A query for each kind of row that the text includes."""
        return fingerprint_of_page(self, self.clinical_fields)

    def update_review(self) -> None:
        """Set `review` and `is_review_lapsed` for the text in memory."""
        self.review, is_of_text = find_review(self, self.clinical_fingerprint) if self.pk else (None, False)
        self.is_review_lapsed = self.review is not None and not is_of_text

    def store_review(self) -> None:
        """Write the review of the stored text into the row of the page, and nothing else."""
        stored: Any = type(self)._default_manager.get(pk=self.pk)
        stored.update_review()
        values = {name: getattr(stored, name) for name in self.review_record}
        type(self)._default_manager.filter(pk=self.pk).update(**values)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Return the page as in a revision. Its review is read from the database: revisions do not contain it."""
        page = super().with_content_json(content)  # type: ignore[misc]  # a method of Page, which has no types
        page.update_review()
        return page

    def save_revision(
        self,
        *args: Any,
        previous_revision: Revision | None = None,
        overwrite_revision: Revision | None = None,
        **kwargs: Any,
    ) -> Revision:
        """Save and return a revision. If the change is marked as not medical, the review is valid for its text too."""
        if self.review_kept_by:
            before = self._version_before(previous_revision, overwrite_revision)
            kept = [(before.review, self)] if before and before.review and before.is_reviewed else []
            keep(kept, self.review_kept_by, self)
        self.update_review()
        revision = super().save_revision(  # type: ignore[misc]  # a method of Page, which has no types
            *args, previous_revision=previous_revision, overwrite_revision=overwrite_revision, **kwargs
        )
        self.review_kept_by, self.base_revision_id = None, None
        return revision

    def preview_review(self) -> None:
        """Set `review` and `is_review_lapsed` as publishing would, and write nothing."""
        self.update_review()
        before = self._version_before(None, None) if self.pk and self.review_kept_by else None
        if before and before.is_reviewed:
            self.review, self.is_review_lapsed = before.review, False

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Return the user's permissions on the page. They depend on the setting `REQUIRE_MEDICAL_REVIEW`."""
        return ReviewedPagePermissionTester(user, self)

    def _version_before(self, previous_revision: Revision | None, overwrite_revision: Revision | None) -> Self | None:
        """Return the version that the editor has changed.

        `previous_revision` is the revision that is restored, and `overwrite_revision` the one that is replaced. Without
        both, it is the revision that the editor opened, and if code saves the page, the latest one.
        """
        revisions = self.revisions.order_by("-pk")  # type: ignore[attr-defined]  # of Page, which has no types
        if previous_revision:
            before = previous_revision
        elif overwrite_revision:
            before = revisions.filter(pk__lt=overwrite_revision.pk).first()
        elif self.base_revision_id:
            before = revisions.filter(pk=self.base_revision_id).first()
        else:
            before = revisions.first()
        return before.as_object() if before else None
