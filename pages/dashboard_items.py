"""What waits for people who edit or approve pages, for the dashboard."""

from collections.abc import Iterator

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState
from wagtail.permissions import page_permission_policy

from pages.dashboard import DashboardItem
from pages.dead_links import dead_links, may_edit_pages
from pages.missing_addresses_report import may_redirect
from pages.models import MissingAddress
from pages.review_report import ReviewState, pages_to_review


def submitted_pages(request: HttpRequest) -> Iterator[DashboardItem]:
    """Return lines for what the user must approve, and for what the user submitted and got back.

    They link to Wagtail's own panels on the dashboard.
    """
    submitted = TaskState.objects.reviewable_by(request.user)
    yield DashboardItem(_("Submitted for your approval"), "#awaiting-review-section", submitted.count(), order=20)
    sent_back = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=request.user)
    yield DashboardItem(_("Sent back to you for changes"), "#objects-in-workflow-section", sent_back.count(), order=30)


def medical_reviews(request: HttpRequest) -> Iterator[DashboardItem]:
    """Return a line for each reason for a medical review, with the number of pages that the user may edit."""
    pages = pages_to_review(page_permission_policy.instances_user_has_permission_for(request.user, "change"))
    numbers = dict(pages.order_by().values_list("review_state").annotate(Count("pk")))
    texts = {
        ReviewState.CHANGED: _("Pages that have changed since their medical review"),
        ReviewState.DUE: _("Pages whose medical review is due"),
        ReviewState.NEVER: _("Pages without a medical review"),
    }
    for state, text in texts.items():
        url = f"{reverse('medical_reviews')}?review_state={state.value}"
        yield DashboardItem(text, url, numbers.get(state.value, 0), order=40)


def missing_addresses(request: HttpRequest) -> Iterator[DashboardItem]:
    """Return a line for addresses that were requested but not found, if the user may create redirects."""
    if may_redirect(request.user):
        url = reverse("missing_addresses")
        yield DashboardItem(_("Addresses that were not found"), url, MissingAddress.objects.count(), order=50)


def links_to_closed_pages(request: HttpRequest) -> Iterator[DashboardItem]:
    """Return a line for texts with links to pages that readers cannot open, if the user may edit pages."""
    if may_edit_pages(request.user):
        number = len(dead_links(request.user))
        yield DashboardItem(_("Texts with links that lead nowhere"), reverse("dead_links"), number, order=60)
