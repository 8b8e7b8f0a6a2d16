"""Who answers for what a page says."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail_localize.fields import BaseTranslatableField

from pages.clinical_text import fingerprint_of_page
from pages.review_form import LapsedReviewPanel, ReviewedPageForm


class ReviewedMixin(models.Model):
    """Says which clinician has read a page's medical text, and when it is to be read again.

    A review is of one text in one language: neither a copy nor a translation of the page inherits it, and it
    lapses when another text is published. It is given by a version of the page that sets the date of a review,
    and goes with the versions made from that one: for as long as they say the same, or only differ from the one
    before by a change marked as not medical.
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

    # What a patient reads as medical text.
    clinical_fields = ("title", "other_names", "introduction", "body", "sources")

    # What an editor says of this one save, and the version it was made from; kept for no other.
    keep_review = False
    base_revision_id = None

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        """Note whether the text saved is the one reviewed, also where no revision is made of it."""
        if update_fields is None or not set(self.clinical_fields).isdisjoint(update_fields):
            self._note_whether_lapsed(fingerprint_of_page(self, self.clinical_fields))
            update_fields = update_fields and [*update_fields, "is_review_lapsed"]
        return super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self):
        """Refuse half a signature, a review still to come, and a next review before the last one."""
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
    def is_signed(self):
        """Whether a clinician has signed the page, in this text or an earlier one."""
        return bool(self.reviewed_by and self.reviewed_on)

    @property
    def is_reviewed(self):
        """Whether a clinician has signed the page as it reads now."""
        return self.is_signed and not self.is_review_lapsed

    def save_revision(self, *args, previous_revision=None, overwrite_revision=None, **kwargs):
        """Make a version of the page that carries its review on; the page itself changes when it is published."""
        self.update_review_record(previous_revision, overwrite_revision)
        revision = super().save_revision(
            *args, previous_revision=previous_revision, overwrite_revision=overwrite_revision, **kwargs
        )
        self.keep_review, self.base_revision_id = False, None
        return revision

    def update_review_record(self, previous_revision=None, overwrite_revision=None):
        """Let the review stand for the text as it is now, or for the one it was given to.

        For the text as it is now where this version sets the date, or where its change is marked as not medical
        and the version it was made from was reviewed. Takes the revision gone back to, and the one replaced.
        """
        text = fingerprint_of_page(self, self.clinical_fields)
        before = [
            version
            for version in self._versions_before(previous_revision, overwrite_revision)
            if version.get("reviewed_text") and str(version["reviewed_on"]) == str(self.reviewed_on)
        ]
        is_kept = self.keep_review and before and not before[0]["is_review_lapsed"]
        if not self.is_signed:
            self.reviewed_text = ""
        elif not before or is_kept or text in [version["reviewed_text"] for version in before]:
            self.reviewed_text = text
        else:
            self.reviewed_text = before[0]["reviewed_text"]
        self._note_whether_lapsed(text)

    def _note_whether_lapsed(self, text):
        self.is_review_lapsed = self.is_signed and self.reviewed_text != text

    def _versions_before(self, previous_revision, overwrite_revision):
        """What the versions this one was made from say of their review.

        That is one version where it is known. Where code saves the page, it has loaded the latest or the
        published one.
        """
        if not self.pk:
            return []
        revisions = self.revisions.order_by("-pk")
        if previous_revision:
            known = [previous_revision]
        elif overwrite_revision:
            known = revisions.filter(pk__lt=overwrite_revision.pk)[:1]
        elif self.base_revision_id:
            known = revisions.filter(pk=self.base_revision_id)
        else:
            published = type(self).objects.filter(pk=self.pk).values("reviewed_on", *self.review_record)
            return [*(revision.content for revision in revisions[:1]), *published]
        return [revision.content for revision in known]
