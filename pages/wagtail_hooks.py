"""Hooks that adapt the Wagtail admin to our page types."""

import json
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from pages import (
    announcing_admin,
    announcing_panel,
    dashboard,
    dashboard_items,
    person_form,
    signatures,
    signing_views,
)
from pages.allowed_parents import refuse_wrong_parent
from pages.dead_links import DeadLinksMenuItem, DeadLinksView
from pages.missing_addresses_report import MissingAddressesMenuItem, MissingAddressesView
from pages.models import ClinicalReviewTask, Passage
from pages.models.clinical_review_task import has_medical_text
from pages.redirects_admin import warn_about_unused_redirects
from pages.review_report import MedicalReviewsMenuItem, MedicalReviewsView
from pages.signing_rights import may_publish_medical_text
from pages.signing_urls import signing_links
from pages.translation_admin import wagtail_hooks as translation_hooks  # noqa: F401 (registers its hooks)
from pages.translations import admin_hooks
from pages.withdrawal.bulk import DeletePagesAction, UnpublishPagesAction

hooks.register("before_move_page", refuse_wrong_parent)
hooks.register("before_move_page", admin_hooks.refuse_to_leave_language)
hooks.register("before_bulk_action", admin_hooks.refuse_to_leave_language_together)
hooks.register("before_copy_page", admin_hooks.refuse_to_copy_to_another_language)
hooks.register("before_publish_page", admin_hooks.refuse_to_publish)
hooks.register("before_bulk_action", admin_hooks.refuse_to_publish_together)
hooks.register("before_convert_alias_page", admin_hooks.refuse_to_unlink_alias)
hooks.register("after_publish_page", warn_about_unused_redirects)
for action in (DeletePagesAction, UnpublishPagesAction):
    hooks.register("register_bulk_action", action, order=1)  # after Wagtail's own, which they replace
hooks.register("construct_homepage_panels", dashboard.add_panel)
hooks.register("register_dashboard_items", dashboard_items.submitted_pages)
hooks.register("register_dashboard_items", dashboard_items.medical_reviews)
hooks.register("register_dashboard_items", dashboard_items.missing_addresses)
hooks.register("register_dashboard_items", dashboard_items.links_to_closed_pages)

# Closures, special hours and announcements
hooks.register("register_admin_viewset", announcing_admin.ClosuresViewSetGroup)
hooks.register("register_log_actions", announcing_admin.register_log_actions)
hooks.register("construct_homepage_panels", announcing_panel.add_panel)
hooks.register(
    "register_admin_urls",
    lambda: [path("announced/<int:pk>/end/", announcing_admin.EndEntryView.as_view(), name="end_entry")],
)

# People and medical reviews
hooks.register("register_log_actions", signatures.register_log_actions)
hooks.register("register_log_actions", person_form.register_log_actions)


SIGNING_URLS = [
    path("<slug:kind>/<int:pk>/sign/", signing_views.SignView.as_view(), name="sign"),
    path("<slug:kind>/<int:pk>/sign-on-paper/", signing_views.PaperView.as_view(), name="sign_on_paper"),
    path("<slug:kind>/<int:pk>/withdraw/<int:review_pk>/", signing_views.WithdrawView.as_view(), name="withdraw"),
]


@hooks.register("before_publish_page")
def refuse_unsigned_text(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish medical text without a signature if the setting requires one; the draft is saved."""
    if not has_medical_text(page) or page.is_reviewed or may_publish_medical_text(request.user):
        return None
    messages.error(
        request,
        _(
            "“%(page)s” is saved as a draft and not published: a clinician must first approve its medical text. Choose "
            "“Submit to …” in the menu of the button below."
        )
        % {"page": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_publish_page")
def warn_about_lapsed_review(request: HttpRequest, page: Page) -> None:
    """Warn the user who has published a change of reviewed text."""
    if getattr(page, "is_review_lapsed", False):
        messages.warning(
            request,
            _(
                "The medical text of “%(page)s” has changed since it was reviewed: patients no longer see the review. "
                "Ask a clinician to read and sign it."
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


@hooks.register("insert_global_admin_js")
def add_image_script() -> SafeString:
    """Return the script that keeps the names of files out of the titles of images."""
    return format_html('<script src="{}"></script>', static("js/image-title.js"))


@hooks.register("insert_global_admin_js")
def add_admin_script() -> SafeString:
    """Return the script that keeps what is typed into fields with dates."""
    return format_html('<script src="{}"></script>', static("js/admin-dates.js"))


@hooks.register("register_admin_urls")
def register_medical_reviews_urls() -> list[URLPattern | URLResolver]:
    """Return the URLs of the report and of the views for signing."""
    return [
        path("reports/medical-reviews/", MedicalReviewsView.as_view(), name="medical_reviews"),
        path(
            "reports/medical-reviews/results/",
            MedicalReviewsView.as_view(results_only=True),
            name="medical_reviews_results",
        ),
        path("medical-reviews/", include((SIGNING_URLS, "reviews"))),
    ]


@hooks.register("register_permissions")
def register_signing_permissions() -> QuerySet[Permission]:
    """Return the permissions that administrators can give to groups."""
    return Permission.objects.filter(content_type__app_label="pages", content_type__model="review")


@hooks.register("construct_page_action_menu")
def add_signing_buttons(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Add the buttons that lead to the views for signing. If the page waits for a review, they come first."""
    page: Any = context.get("page")
    if context["view"] != "edit" or not has_medical_text(page):
        return
    buttons = [SigningMenuItem(address, label) for address, label in signing_links(page, request.user)]
    if isinstance(page.current_workflow_task, ClinicalReviewTask):
        menu_items[:0] = buttons
    else:
        menu_items += buttons


class SigningMenuItem(ActionMenuItem):
    """A link to a view for signing among the buttons of the page editor."""

    name = "sign"
    icon_name = "edit"

    def __init__(self, address: str, label: Promise) -> None:
        super().__init__()
        self.address = address
        self.label = label

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return the address of the view."""
        return self.address


@hooks.register("register_snippet_listing_buttons")
def add_signing_buttons_of_passages(
    snippet: Model, user: AbstractBaseUser, next_url: str | None = None
) -> list[Button]:
    """Return the buttons that lead to the views for signing a passage."""
    if not isinstance(snippet, Passage):
        return []
    return [Button(label, address, icon_name="edit") for address, label in signing_links(snippet, user)]


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


@hooks.register("register_admin_urls")
def register_dead_links_url() -> list[URLPattern]:
    """Return the URL of the report of links that lead nowhere."""
    return [path("reports/dead-links/", DeadLinksView.as_view(), name="dead_links")]


@hooks.register("register_reports_menu_item")
def register_dead_links_menu_item() -> MenuItem:
    """Return the menu item of the report of links that lead nowhere."""
    return DeadLinksMenuItem(
        _("Links that lead nowhere"), reverse("dead_links"), name="dead-links", icon_name="link", order=130
    )


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
