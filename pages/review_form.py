"""How the editor tells of a page's review: a box to keep it for a small change, and a note when it has lapsed."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel


class ReviewedPageForm(WagtailAdminPageForm):
    """The editor's form, with a box that says the review stays valid. It is offered where there is a review."""

    keep_review = forms.BooleanField(
        label=_("This change is a typo or a picture: the review stays valid"),
        required=False,
        help_text=_("For this change only. Leave it empty when a patient could understand anything differently."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.is_signed:
            del self.fields["keep_review"]

    def save(self, commit=True):
        """Hand on what the box says, and which version the editor had opened: autosave makes others meanwhile."""
        self.instance.keep_review = self.cleaned_data.get("keep_review", False)
        opened = self.data.get("loaded_revision_id", "")
        self.instance.base_revision_id = int(opened) if opened.isdecimal() else None
        self.instance.update_review_record()
        return super().save(commit=commit)


class LapsedReviewPanel(Panel):
    """Says that the text is no longer the one reviewed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/lapsed_review_panel.html"

        def is_shown(self):
            return super().is_shown() and self.instance.is_review_lapsed
