"""Hooks that adapt the Wagtail admin to our page types."""

import json

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from pages import announcing_admin, announcing_panel
from pages.allowed_parents import refuse_wrong_parent
from pages.missing_addresses_report import MissingAddressesMenuItem, MissingAddressesView
from pages.redirects_admin import warn_about_unused_redirects
from pages.review_report import MedicalReviewsMenuItem, MedicalReviewsView
from pages.withdrawal.bulk import DeletePagesAction, UnpublishPagesAction

hooks.register("before_move_page", refuse_wrong_parent)
hooks.register("after_publish_page", warn_about_unused_redirects)
for action in (DeletePagesAction, UnpublishPagesAction):
    hooks.register("register_bulk_action", action, order=1)  # after Wagtail's own, which they replace

# Closures, special hours and announcements
hooks.register("register_admin_viewset", announcing_admin.ClosuresViewSetGroup)
hooks.register("register_log_actions", announcing_admin.register_log_actions)
hooks.register("construct_homepage_panels", announcing_panel.add_panel)
hooks.register(
    "register_admin_urls",
    lambda: [path("announced/<int:pk>/end/", announcing_admin.EndEntryView.as_view(), name="end_entry")],
)


@hooks.register("after_publish_page")
def warn_about_lapsed_review(request: HttpRequest, page: Page) -> None:
    """Warn the user who has published a change of reviewed text."""
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
def add_admin_stylesheet() -> SafeString:
    """Return the link to the style sheet with the clinic's colors and the style of our own fields."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def add_editor_scripts() -> SafeString:
    """Return the scripts of the page editor: sending the form, and pasting from other programs with their sentences."""
    return format_html(
        '<script type="module" src="{}"></script><script type="module" src="{}" data-paste-texts="{}"></script>',
        static("js/editor-submit.js"),
        static("js/paste.js"),
        json.dumps(paste_texts()),
    )


def paste_texts() -> dict[str, str]:
    """Return the sentences that say what was changed in a text that was pasted."""
    return {
        "pasted": _("Not everything was pasted as it was."),
        "pictures": _("Pictures left out: {count}. Add them as sections of the type “Image”."),
        "tables": _("Tables that became lists: {count}."),
        "headings": _("Headings that became bold text: {count}. A section has one heading, in its own field."),
        "comments": _("Comments left out: {count}."),
        "deletions": _("Deleted passages left out: {count}."),
    }


@hooks.register("register_admin_urls")
def register_medical_reviews_urls() -> list[URLPattern]:
    """Return the URLs of the report."""
    return [
        path("reports/medical-reviews/", MedicalReviewsView.as_view(), name="medical_reviews"),
        path(
            "reports/medical-reviews/results/",
            MedicalReviewsView.as_view(results_only=True),
            name="medical_reviews_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_medical_reviews_menu_item() -> MenuItem:
    """Return the menu item of the report, which comes before Wagtail's own reports."""
    return MedicalReviewsMenuItem(
        _("Medical reviews"), reverse("medical_reviews"), name="medical-reviews", icon_name="user", order=100
    )


@hooks.register("register_admin_urls")
def register_missing_addresses_urls() -> list[URLPattern]:
    """Return the URLs of the report of addresses that were not found."""
    address = "reports/addresses-not-found/"
    results = MissingAddressesView.as_view(results_only=True)
    return [
        path(address, MissingAddressesView.as_view(), name="missing_addresses"),
        path(f"{address}results/", results, name="missing_addresses_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_missing_addresses_menu_item() -> MenuItem:
    """Return the menu item of the report of addresses that were not found."""
    return MissingAddressesMenuItem(
        _("Addresses not found"),
        reverse("missing_addresses"),
        name="addresses-not-found",
        icon_name="redirect",
        order=120,
    )
