"""The dashboard panel with the number of pages that need a medical review."""

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy

from pages.review_report import ReviewState, pages_to_review
from pages.signing_rights import may_approve


class ReviewsPanel(Component):
    """Shows how many pages need a medical review, by reason. Empty if there are none."""

    name = "medical_reviews"
    template_name = "pages/reviews_panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the context of the template. One query."""
        user = parent_context["request"].user
        pages = pages_to_review(page_permission_policy.instances_user_has_permission_for(user, "change"))
        counts = Counter(pages.values_list("review_state", flat=True))
        report = reverse("medical_reviews")
        states = [
            (state.label, counts[state.value], f"{report}?review_state={state.value}")
            for state in (ReviewState.CHANGED, ReviewState.DUE, ReviewState.NEVER)
            if counts[state.value]
        ]
        return {"states": states}


def add_reviews_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel to the dashboard of users who may sign or record signatures (hook `construct_homepage_panels`)."""
    if may_approve(request.user) and page_permission_policy.user_has_permission(request.user, "change"):
        panels.append(ReviewsPanel())
