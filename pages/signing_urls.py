"""The addresses of the views that sign medical reviews."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pages.signing_rights import may_record_on_paper, may_sign

PAGE = "page"
PASSAGE = "passage"


def signing_url(view: str, target: Any) -> str:
    """Return the address of a view, `sign` or `sign_on_paper`, for a page or passage."""
    return reverse(f"reviews:{view}", args=[_kind(target), target.pk])


def withdrawal_url(target: Any) -> str:
    """Return the address of the view that withdraws the review of the page or passage."""
    return reverse("reviews:withdraw", args=[_kind(target), target.pk, target.review_id])


def _kind(target: Any) -> str:
    return PASSAGE if target._meta.model_name == PASSAGE else PAGE


def signing_links(target: Any, user: Any) -> Sequence[tuple[str, Promise]]:
    """Return pairs of address and label of the views with which the user may sign the page or passage."""
    links = []
    if may_sign(user):
        links.append((signing_url("sign", target), _("Read and sign")))
    if may_record_on_paper(user):
        links.append((signing_url("sign_on_paper", target), _("Record a signature on paper")))
    return links
