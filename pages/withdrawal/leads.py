"""What leads to a page: texts and choices of other pages, and old addresses."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex
from wagtail.query import PageQuerySet

MOST_SHOWN = 20


@dataclass(frozen=True)
class Lead:
    """Something that leads to a page, and the URL where the user can edit it (None without permission)."""

    name: str
    edit_url: str | None


@dataclass(frozen=True)
class Leads:
    """What leads to pages. At most 20 of each kind."""

    linking: list[Lead]
    old_addresses: list[str]


def leads_to(withdrawn: PageQuerySet, user: User | AnonymousUser) -> Leads:
    """Return what leads to the pages from outside of them. Old addresses of pages that are deleted are among it."""
    finder = AdminURLFinder(user)
    linking = []
    keys = {*withdrawn.values_list("pk", flat=True)}
    for source, _references in ReferenceIndex.get_references_to_in_bulk(withdrawn).group_by_source_object():
        is_inside = isinstance(source, Page) and source.pk in keys
        if not is_inside and not isinstance(source, Redirect) and len(linking) < MOST_SHOWN:
            linking.append(Lead(_name(source), finder.get_edit_url(source)))
    redirects = Redirect.objects.filter(redirect_page__in=withdrawn).order_by("old_path")
    return Leads(linking, [*redirects.values_list("old_path", flat=True)[:MOST_SHOWN]])


def _name(source: Model) -> str:
    return source.get_admin_display_title() if isinstance(source, Page) else str(source)
