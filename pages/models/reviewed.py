"""The mixin for pages whose medical text a clinician reviews."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Revision
from wagtail_localize.fields import BaseTranslatableField

from pages.clinical_text import fingerprint_of_page
from pages.review_form import LapsedReviewPanel, ReviewedPageForm


class ReviewedMixin(models.Model):
    """Stores which clinician has reviewed the page's medical text, and when the next review is due.

    A review is valid for one text in one language. Copies and translations of the page do not have it, and it lapses
    when a different text is published.

    A revision that sets the date of a review records the fingerprint of its text in `reviewed_text`. Later revisions
    keep the record. The review stays valid as long as their text has that fingerprint. If the editor marks a change as
    not medical, the fingerprint of the changed text replaces the recorded one.
    """

    reviewed_by = models.CharField(
        _("reviewed by"),
        max_length=120,
        blank=True,
        help_text=_(
            "Name and title of the clinician who has read this page. Shown to patients once the date is set too."
        ),
    )
    reviewed_on = models.DateField(
        _("reviewed on"),
        null=True,
        blank=True,
        help_text=_(
            "When the medical text changes, patients no longer see the review. Set the date of a new one to renew it. "
            "To renew it on the same day, clear name and date, save, and set them again."
        ),
    )
    review_due = models.DateField(
        _("next review due"),
        null=True,
        blank=True,
        help_text=_("When a clinician should read the page again. Not shown to patients."),
    )
    reviewed_text = models.CharField(_("fingerprint of the text reviewed"), max_length=64, blank=True, editable=False)
    is_review_lapsed = models.BooleanField(_("text has changed since its review"), default=False, editable=False)

    review_fields = ["reviewed_by", "reviewed_on", "review_due"]
    review_panels = [
        MultiFieldPanel([LapsedReviewPanel(), *review_fields, FieldPanel("keep_review")], _("Medical review"))
    ]
    review_record = ["reviewed_text", "is_review_lapsed"]
    exclude_fields_in_copy = [*review_fields, *review_record]
    override_translatable_fields = [BaseTranslatableField(name) for name in review_fields]
    base_form_class = ReviewedPageForm

    # The fields with medical text.
    clinical_fields: tuple[str, ...] = (
        *("title", "plain_name", "name_in_headings", "other_names"),
        *("introduction", "body", "sources"),
    )

    # Set by the editor's form for one save: whether the change is not medical, and the revision that was edited.
    keep_review = False
    base_revision_id: int | None = None

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Collection[str] | None = None, **kwargs: Any) -> None:
        """Save the page, and update `is_review_lapsed`, also if no revision of the page is saved."""
        if update_fields is None or not set(self.clinical_fields).isdisjoint(update_fields):
            self._update_is_review_lapsed(fingerprint_of_page(self, self.clinical_fields))
            update_fields = update_fields and [*update_fields, "is_review_lapsed"]
        return super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self) -> None:
        """Refuse a name without a date, a date without a name, a future date, and a next review before the last one."""
        super().clean()
        errors = {}
        if self.reviewed_on and not self.reviewed_by:
            errors["reviewed_by"] = _("Name the clinician who reviewed the page, or clear the date.")
        if self.reviewed_by and not self.reviewed_on:
            errors["reviewed_on"] = _("Set the day of the review, or clear the name.")
        if self.reviewed_on and self.reviewed_on > timezone.localdate():
            errors["reviewed_on"] = _("This day is in the future. Choose the day on which the page was reviewed.")
        if self.reviewed_on and self.review_due and self.review_due <= self.reviewed_on:
            errors["review_due"] = _("Choose a day after the last review.")
        if errors:
            raise ValidationError(errors)

    @property
    def is_signed(self) -> bool:
        """Whether a clinician has signed a review of this text or of an earlier one."""
        return bool(self.reviewed_by and self.reviewed_on)

    @property
    def is_reviewed(self) -> bool:
        """Whether a clinician has signed a review of the current text."""
        return self.is_signed and not self.is_review_lapsed

    def save_revision(
        self,
        *args: Any,
        previous_revision: Revision | None = None,
        overwrite_revision: Revision | None = None,
        **kwargs: Any,
    ) -> Revision:
        """Save and return a revision with an updated review record. The live page changes when it is published."""
        self.update_review_record(previous_revision, overwrite_revision)
        revision = super().save_revision(  # type: ignore[misc]  # a method of Page, which has no types
            *args, previous_revision=previous_revision, overwrite_revision=overwrite_revision, **kwargs
        )
        self.keep_review, self.base_revision_id = False, None
        return revision

    def update_review_record(
        self, previous_revision: Revision | None = None, overwrite_revision: Revision | None = None
    ) -> None:
        """Set `reviewed_text` to the fingerprint of the text that the review is valid for, and `is_review_lapsed`.

        The review is valid for the current text if this revision sets the date, or if the change is marked as not
        medical and the review was valid before it. Otherwise it stays valid for the text that was reviewed.

        `previous_revision` is the revision that is restored, and `overwrite_revision` the one that is replaced.
        """
        fingerprint = fingerprint_of_page(self, self.clinical_fields)
        earlier = [
            record
            for record in self._earlier_records(previous_revision, overwrite_revision)
            if record.get("reviewed_text") and str(record["reviewed_on"]) == str(self.reviewed_on)
        ]
        is_kept = self.keep_review and earlier and not earlier[0]["is_review_lapsed"]
        if not self.is_signed:
            self.reviewed_text = ""
        elif not earlier or is_kept or fingerprint in [record["reviewed_text"] for record in earlier]:
            self.reviewed_text = fingerprint
        else:
            self.reviewed_text = earlier[0]["reviewed_text"]
        self._update_is_review_lapsed(fingerprint)

    def _update_is_review_lapsed(self, fingerprint: str) -> None:
        self.is_review_lapsed = self.is_signed and self.reviewed_text != fingerprint

    def _earlier_records(
        self, previous_revision: Revision | None, overwrite_revision: Revision | None
    ) -> list[dict[str, Any]]:
        """Return the review fields of the revision that this one is based on.

        If that revision is unknown, because code and not an editor saves the page, return those of the latest revision
        and of the live page: the code has loaded one of the two.
        """
        if not self.pk:
            return []
        revisions = self.revisions.order_by("-pk")  # type: ignore[attr-defined]  # of Page, which has no types
        if previous_revision:
            bases = [previous_revision]
        elif overwrite_revision:
            bases = revisions.filter(pk__lt=overwrite_revision.pk)[:1]
        elif self.base_revision_id:
            bases = revisions.filter(pk=self.base_revision_id)
        else:
            live = type(self)._default_manager.filter(pk=self.pk).values("reviewed_on", *self.review_record)
            return [*(revision.content for revision in revisions[:1]), *live]
        return [revision.content for revision in bases]
