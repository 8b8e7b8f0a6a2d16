"""Pages with a medical review by a clinician."""

from collections.abc import Iterable, Mapping
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
    """Adds the record of a medical review: who reviewed the page, when, and when the next review is due.

    A review belongs to one text in one language. A copy or translation of the page does not inherit it. It lapses when
    another text is published. A revision that sets the date of a review starts it. Later revisions keep it while their
    medical text is the same, or differs only by a change that the editor has marked as not medical.
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
        MultiFieldPanel([LapsedReviewPanel(), *review_fields, FieldPanel("review_stays")], _("Medical review"))
    ]
    review_record = ["reviewed_text", "is_review_lapsed"]
    exclude_fields_in_copy = [*review_fields, *review_record]
    override_translatable_fields = [BaseTranslatableField(name) for name in review_fields]
    base_form_class = ReviewedPageForm

    # The fields with the medical text.
    clinical_fields = ("title", "other_names", "introduction", "body", "sources")

    # For one save only: whether the editor keeps the review, and the key of the revision that the editor opened.
    review_stays = False
    made_from: int | None = None

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> Any:
        """Save the page, and record whether its review has lapsed, also if no revision is made."""
        if update_fields is None or not set(self.clinical_fields).isdisjoint(update_fields):
            self._set_lapsed(fingerprint_of_page(self, self.clinical_fields))
            update_fields = update_fields and [*update_fields, "is_review_lapsed"]
        return super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self) -> None:
        """Raise `ValidationError` for an incomplete review, a date in the future, or a next review before the last."""
        super().clean()
        errors = {}
        if self.reviewed_on and not self.reviewed_by:
            errors["reviewed_by"] = _("Name the clinician who reviewed the page, or clear the date.")
        if self.reviewed_by and not self.reviewed_on:
            errors["reviewed_on"] = _("Set the day of the review, or clear the name.")
        if self.reviewed_on and self.reviewed_on > timezone.localdate():
            errors["reviewed_on"] = _("Choose the day on which the page was reviewed: this one is still to come.")
        if self.reviewed_on and self.review_due and self.review_due <= self.reviewed_on:
            errors["review_due"] = _("Choose a day after the last review.")
        if errors:
            raise ValidationError(errors)

    @property
    def is_signed(self) -> bool:
        """Whether a clinician has reviewed the page, with this text or an earlier one."""
        return bool(self.reviewed_by and self.reviewed_on)

    @property
    def is_reviewed(self) -> bool:
        """Whether a clinician has reviewed the page with its present text."""
        return self.is_signed and not self.is_review_lapsed

    def save_revision(
        self,
        *args: Any,
        previous_revision: Revision | None = None,
        overwrite_revision: Revision | None = None,
        **kwargs: Any,
    ) -> Revision:
        """Save a revision with the record of the review; the published page changes when the revision is published."""
        self.carry_review_on(previous_revision, overwrite_revision)
        revision = super().save_revision(
            *args, previous_revision=previous_revision, overwrite_revision=overwrite_revision, **kwargs
        )
        self.review_stays, self.made_from = False, None
        return revision

    def carry_review_on(
        self, previous_revision: Revision | None = None, overwrite_revision: Revision | None = None
    ) -> None:
        """Set the text to which the review belongs: the present text, or the one that was reviewed.

        It is the present text if this version sets the date of the review, or if its change is marked as not medical
        and the version before was reviewed. `previous_revision` is the revision that the editor went back to,
        `overwrite_revision` the one that is replaced.
        """
        text = fingerprint_of_page(self, self.clinical_fields)
        before = [
            version
            for version in self._versions_before(previous_revision, overwrite_revision)
            if version.get("reviewed_text") and str(version["reviewed_on"]) == str(self.reviewed_on)
        ]
        is_kept = self.review_stays and before and not before[0]["is_review_lapsed"]
        if not self.is_signed:
            self.reviewed_text = ""
        elif not before or is_kept or text in [version["reviewed_text"] for version in before]:
            self.reviewed_text = text
        else:
            self.reviewed_text = before[0]["reviewed_text"]
        self._set_lapsed(text)

    def _set_lapsed(self, text: str) -> None:
        self.is_review_lapsed = self.is_signed and self.reviewed_text != text

    def _versions_before(
        self, previous_revision: Revision | None, overwrite_revision: Revision | None
    ) -> list[Mapping[str, Any]]:
        """Return the review fields of the versions from which this one was made.

        That is one version if it is known. Code that saves the page has loaded the latest or the published one.
        """
        if not self.pk:
            return []
        revisions = self.revisions.order_by("-pk")
        if previous_revision:
            known = [previous_revision]
        elif overwrite_revision:
            known = revisions.filter(pk__lt=overwrite_revision.pk)[:1]
        elif self.made_from:
            known = revisions.filter(pk=self.made_from)
        else:
            published = type(self).objects.filter(pk=self.pk).values("reviewed_on", *self.review_record)
            return [*(revision.content for revision in revisions[:1]), *published]
        return [revision.content for revision in known]
