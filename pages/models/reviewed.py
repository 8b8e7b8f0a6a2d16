"""Who answers for what a page says."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail_localize.fields import BaseTranslatableField


class ReviewedMixin(models.Model):
    """Says which clinician has read a page's medical text, and when it is to be read again.

    A review is of one text in one language: neither a copy nor a translation of the page inherits it.
    """

    reviewed_by = models.CharField(
        _("reviewed by"),
        max_length=120,
        blank=True,
        help_text=_(
            "Name and title of the clinician who has read this page. Shown to patients once the date is set too."
        ),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    review_due = models.DateField(
        _("next review due"),
        null=True,
        blank=True,
        help_text=_("When a clinician should read the page again. Not shown to patients."),
    )

    review_fields = ["reviewed_by", "reviewed_on", "review_due"]
    review_panels = [MultiFieldPanel(review_fields, _("Medical review"))]
    exclude_fields_in_copy = review_fields
    override_translatable_fields = [BaseTranslatableField(name) for name in review_fields]

    class Meta:
        abstract = True

    @property
    def is_reviewed(self):
        """Whether a clinician has signed the page."""
        return bool(self.reviewed_by and self.reviewed_on)

    def clean(self):
        """Refuse half a signature, and a next review before the last one."""
        super().clean()
        errors = {}
        if self.reviewed_on and not self.reviewed_by:
            errors["reviewed_by"] = _("Name the clinician who reviewed the page, or clear the date.")
        if self.reviewed_by and not self.reviewed_on:
            errors["reviewed_on"] = _("Set the day of the review, or clear the name.")
        if self.reviewed_on and self.review_due and self.review_due <= self.reviewed_on:
            errors["review_due"] = _("Choose a day after the last review.")
        if errors:
            raise ValidationError(errors)
