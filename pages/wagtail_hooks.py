"""Wagtail hooks of the admin: messages, stylesheet, report."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from pages.placement import explain_wrong_destination
from pages.review_report import MedicalReviewsMenuItem, MedicalReviewsView

hooks.register("before_move_page", explain_wrong_destination)


@hooks.register("after_publish_page")
def warn_of_lapsed_review(request: HttpRequest, page: Page) -> None:
    """Warn the editor who has published a change of a page's medical text that its review has lapsed."""
    if getattr(page, "is_review_lapsed", False):
        messages.warning(
            request,
            _(
                "The medical text of “%(page)s” has changed since it was reviewed: patients no longer see the review. "
                "Ask a clinician to read the page, then set the date of the new review."
            )
            % {"page": page.get_admin_display_title()},
        )


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> SafeString:
    """Return the link to our stylesheet: the clinic's colors, and the styles of our own form fields."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_admin_urls")
def register_medical_reviews_urls() -> list[URLPattern]:
    """Return the URL patterns of the report of medical reviews."""
    return [
        path("reports/medical-reviews/", MedicalReviewsView.as_view(), name="medical_reviews"),
        path(
            "reports/medical-reviews/results/",
            MedicalReviewsView.as_view(results_only=True),
            name="medical_reviews_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_medical_reviews_menu_item() -> MedicalReviewsMenuItem:
    """Return the menu item of the report, listed before Wagtail's own reports."""
    return MedicalReviewsMenuItem(
        _("Medical reviews"), reverse("medical_reviews"), name="medical-reviews", icon_name="user", order=100
    )
