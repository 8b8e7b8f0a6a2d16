"""The review in the page editor: a check box that keeps it for a small change, and a note when it has lapsed."""

from typing import Any

from django import forms
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import Panel
from wagtail.models import Page

from pages.schedule_form import ScheduledPageForm


class KeepReviewForm(forms.ModelForm):
    """A form with a check box that keeps reviews."""

    keep_review = forms.BooleanField(
        label=_("This change is a typo or a picture: the review stays valid"),
        required=False,
        help_text=_("For this change only. Do not tick it if patients could understand anything differently."),
    )

    def save(self, commit: bool = True) -> models.Model:
        """Return the page or row with an updated review record, which depends on the check box."""
        self.instance.keep_review = self.cleaned_data.get("keep_review", False)
        return super().save(commit=commit)


class ReviewedPageForm(KeepReviewForm, ScheduledPageForm):
    """The form of the page editor, with a check box that keeps the review. Pages without a review do not have it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_signed:
            del self.fields["keep_review"]

    def save(self, commit: bool = True) -> Page:
        """Return the page with an updated review record.

        The record depends on the check box and on the revision that the editor opened. The latest revision may be a
        newer one, because the editor saves drafts automatically.
        """
        self.instance.keep_review = self.cleaned_data.get("keep_review", False)
        opened = self.data.get("loaded_revision_id", "")
        self.instance.base_revision_id = int(opened) if opened.isdecimal() else None
        self.instance.update_review_record()
        return super().save(commit=commit)


class SharedRowForm(KeepReviewForm, WagtailAdminModelForm):
    """The form of a row that pages share. Its check box keeps the reviews of these pages, and the row's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep_review"].label = _("This change is a typo: reviews stay valid")
        if not self.instance.pk:
            del self.fields["keep_review"]

    def save(self, commit: bool = True) -> models.Model:
        """Return the row with an updated review record."""
        self.instance.keep_review = self.cleaned_data.get("keep_review", False)
        if hasattr(self.instance, "update_review_record"):
            self.instance.update_review_record()
        return super().save(commit=commit)


class LapsedReviewPanel(Panel):
    """Warns that the text has changed since the review."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/lapsed_review_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and self.instance.is_review_lapsed


class PagesConcernedPanel(Panel):
    """Says how many pages a change of a shared row will change."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/pages_concerned_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk) and bool(self.number_of_pages)

        @cached_property
        def number_of_pages(self) -> int:
            """The number of pages that include the row."""
            return len(self.instance.pages_including)
