"""The medical review in the page editor: its state, the way to sign it, and a check box that keeps it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import Panel
from wagtail.models import Page

from pages.signing_rights import may_approve, may_publish_medical_text
from pages.signing_urls import signing_links
from pages.submission_form import SubmittedPageForm


class KeepReviewForm(forms.ModelForm):
    """A form with a check box that keeps reviews, for users who may sign or record signatures."""

    for_user: Any

    keep_review = forms.BooleanField(
        label=_("This change is a typo or a picture: the review stays valid"),
        required=False,
        help_text=_("For this change only. Do not tick it if patients could understand anything differently."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.has_reviews or not may_approve(self.for_user):
            del self.fields["keep_review"]

    @property
    def has_reviews(self) -> bool:
        """Whether there is any review that the change could end."""
        return bool(self.instance.pk)

    def keep_review_if_asked(self) -> None:
        """Record on the page or row which user has declared that the change is not medical."""
        self.instance.review_kept_by = self.for_user if self.cleaned_data.get("keep_review") else None


class ReviewedPageForm(KeepReviewForm, SubmittedPageForm):
    """The form of the page editor, with a check box that keeps the review. Pages without a review do not have it."""

    @property
    def has_reviews(self) -> bool:
        """Whether a clinician has signed a review of the page."""
        return self.instance.is_signed

    def save(self, commit: bool = True) -> Page:
        """Return the page with the review that publishing would show.

        It depends on the check box and on the revision that the editor opened. The latest revision may be a newer one,
        because the editor saves drafts automatically.
        """
        opened = self.data.get("loaded_revision_id", "")
        self.instance.base_revision_id = int(opened) if opened.isdecimal() else None
        self.keep_review_if_asked()
        page = super().save(commit=commit)
        page.preview_review()
        return page


class SharedRowForm(KeepReviewForm, WagtailAdminModelForm):
    """The form of a row that pages share. Its check box keeps the reviews of these pages, and the row's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "keep_review" in self.fields:
            self.fields["keep_review"].label = _("This change is a typo: reviews stay valid")

    def clean(self) -> dict[str, Any] | None:
        """Refuse the change if the text is shown at once and a clinician has to approve it before."""
        cleaned = super().clean()
        if not may_publish_medical_text(self.for_user):
            self.add_error(
                None,
                _(
                    "This text is shown to patients as soon as it is saved, and medical text must be approved first. "
                    "Ask a clinician who may sign, or a person who may record signatures, to change it."
                ),
            )
        return cleaned

    def save(self, commit: bool = True) -> models.Model:
        """Return the row."""
        self.keep_review_if_asked()
        return super().save(commit=commit)


class ReviewPanel(Panel):
    """Says who has reviewed the page and whether the text has changed since, and links to the views that sign it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/review_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk)

        @cached_property
        def links(self) -> Sequence[tuple[str, Any]]:
            """Pairs of address and label of the views that the user may open."""
            return signing_links(self.instance, self.request.user)


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
