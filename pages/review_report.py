"""The report of pages that need a medical review."""

from typing import Any

import django_filters
from django.db import models
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

from pages.models.reviewed import ReviewedMixin
from pages.page_types import page_types
from pages.signing_urls import signing_links
from pages.spreadsheets import SafeExportMixin


class ReviewState(models.TextChoices):
    """Why a page needs a review. A page that is both changed and due is shown as changed."""

    NEVER = "never", _("Never reviewed")
    CHANGED = "changed", _("Changed since its review")
    DUE = "due", _("Review due")


# The columns of the report, with the fields that they show.
REVIEW_FIELDS = {
    "reviewed_by": "review__reviewer_name",
    "reviewed_on": "review__reviewed_on",
    "review_due": "review__review_due",
    "is_review_lapsed": "is_review_lapsed",
}


def pages_to_review(pages: PageQuerySet) -> PageQuerySet:
    """Return the live pages that need a review, annotated with their review fields and `review_state`."""
    return (
        pages.filter(live=True, alias_of__isnull=True)
        .type(*page_types(ReviewedMixin))
        .annotate(**{name: _field_of_page_type(field) for name, field in REVIEW_FIELDS.items()})
        .annotate(
            review_state=Case(
                When(reviewed_on=None, then=Value(ReviewState.NEVER)),
                When(is_review_lapsed=True, then=Value(ReviewState.CHANGED)),
                When(review_due__lte=timezone.localdate(), then=Value(ReviewState.DUE)),
                default=Value(""),
                output_field=CharField(),
            )
        )
        .exclude(review_state="")
        .select_related("locale")
    )


def _field_of_page_type(name: str) -> Coalesce:
    """Return an expression for the field in the table of the page's own type."""
    return Coalesce(*(F(f"{model._meta.model_name}__{name}") for model in page_types(ReviewedMixin)))


class ReviewFilterSet(WagtailFilterSet):
    """Filters the report by state. Wagtail adds the filter by language."""

    review_state = django_filters.ChoiceFilter(label=_("State"), choices=ReviewState.choices, empty_label=_("All"))

    class Meta:
        model = Page
        fields = []


class StateColumn(Column):
    """Shows the label of the state."""

    def get_value(self, instance: Page) -> str:
        return str(ReviewState(instance.review_state).label)


class SigningColumn(Column):
    """Links to the views with which the user may sign the published text of the page."""

    cell_template_name = "pages/signing_cell.html"

    def get_value(self, instance: Page) -> None:
        """Return nothing: the cell has links."""

    def get_cell_context_data(self, instance: Page, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Return the context of the cell, with the links of the user."""
        context = super().get_cell_context_data(instance, parent_context)
        links = signing_links(instance, parent_context["request"].user)
        return context | {"value": [(f"{address}?version=live", label) for address, label in links]}


class MedicalReviewsView(SafeExportMixin, PageReportView):
    """Lists pages that were never reviewed, have changed since their review, or are due, and exports the list."""

    page_title = _("Medical reviews")
    header_icon = "user"
    results_template_name = "wagtailadmin/reports/base_report_results.html"
    index_url_name = "medical_reviews"
    index_results_url_name = "medical_reviews_results"
    filterset_class = ReviewFilterSet
    permission_required = "change"
    default_ordering = "path"
    export_filename = "medical-reviews"

    columns = [
        TitleColumn("title", label=_("Page"), get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk])),
        Column("locale", label=_("Language")),
        StateColumn("review_state", label=_("State"), sort_key="review_state"),
        Column("reviewed_by", label=_("Reviewed by"), sort_key="reviewed_by"),
        DateColumn("reviewed_on", label=_("Reviewed on"), sort_key="reviewed_on"),
        DateColumn("review_due", label=_("Next review due"), sort_key="review_due"),
        SigningColumn("signing", label=_("Sign")),
    ]
    list_export = ["title", "locale", "review_state", "reviewed_by", "reviewed_on", "review_due"]
    export_headings = {column.name: column.label for column in columns[:-1]}
    custom_field_preprocess = {
        "review_state": dict.fromkeys(PageReportView.FORMATS, lambda state: str(ReviewState(state).label)),
        "locale": dict.fromkeys(PageReportView.FORMATS, str),
    }

    def get_base_queryset(self) -> PageQuerySet:
        """Return the pages to review that the user may edit."""
        return pages_to_review(page_permission_policy.instances_user_has_permission_for(self.request.user, "change"))


class MedicalReviewsMenuItem(MenuItem):
    """The menu item of the report, for users who may edit pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return page_permission_policy.user_has_permission(request.user, "change")
