"""The editor's form for pages with a medical review: a checkbox to keep the review, and a note when it has lapsed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel
from wagtail.models import Page


class ReviewedPageForm(WagtailAdminPageForm):
    """The page form with a checkbox to keep the review valid, shown only if the page has a review."""

    review_stays = forms.BooleanField(
        label=_("This change is a typo or a picture: the review stays valid"),
        required=False,
        help_text=_("For this change only. Leave it empty when a patient could understand anything differently."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_signed:
            del self.fields["review_stays"]

    def save(self, commit: bool = True) -> Page:
        """Save the page with the value of the checkbox.

        Also passes on which revision the editor had opened, because autosave makes others in the meantime.
        """
        self.instance.review_stays = self.cleaned_data.get("review_stays", False)
        opened = self.data.get("loaded_revision_id", "")
        self.instance.made_from = int(opened) if opened.isdecimal() else None
        self.instance.carry_review_on()
        return super().save(commit=commit)


class LapsedReviewPanel(Panel):
    """Shows that the text has changed since its review."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/lapsed_review_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and self.instance.is_review_lapsed
