"""Links and choices that lead to pages which readers cannot open, and the report that lists them.

Readers see the words of such a link as plain text. Editors see here where the link can be removed or changed.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import page_permission_policy

from pages.models import Passage
from pages.restrictions import is_restricted


@dataclass
class DeadLinks:
    """A page or passage with links that lead nowhere: its name, its edit URL, and the names of the closed pages."""

    name: str
    edit_url: str
    targets: list[str] = field(default_factory=list)


def dead_links(user: User | AnonymousUser) -> list[DeadLinks]:
    """Return the live pages and the passages with such links that the user may edit.

    Links to pages that have been deleted are not among them: the page that asks to confirm a deletion lists them.
    """
    is_closed = ExpressionWrapper(is_restricted(), BooleanField())
    pages = {str(page.pk): page for page in Page.objects.select_related("locale").annotate(is_closed=is_closed)}
    open_keys = {key for key, page in pages.items() if page.live and not page.is_closed}
    passages = {str(passage.pk): passage for passage in Passage.objects.all()}
    page_type, passage_type = (ContentType.objects.get_for_model(model) for model in (Page, Passage))
    sources = {page_type.pk: {key: pages[key] for key in open_keys}, passage_type.pk: passages}
    references = ReferenceIndex.objects.filter(base_content_type__in=sources, to_content_type=page_type)
    closed: dict[Any, set[str]] = defaultdict(set)
    for source_type, source_key, key in references.values_list("base_content_type", "object_id", "to_object_id"):
        source = sources[source_type].get(source_key)
        if source is not None and key in pages and key not in open_keys:
            closed[source].add(pages[key].get_admin_display_title())
    finder = AdminURLFinder(user)
    found = [
        DeadLinks(_name(source), url, sorted(names))
        for source, names in closed.items()
        if (url := finder.get_edit_url(source))
    ]
    return sorted(found, key=lambda one: one.name)


def _name(source: Any) -> str:
    name = source.get_admin_display_title() if isinstance(source, Page) else str(source)
    return f"{name} ({source.locale.get_display_name()})"


def may_edit_pages(user: User | AnonymousUser) -> bool:
    """Return whether the user may edit pages. Only these users see the report."""
    return page_permission_policy.user_has_permission(user, "change")


class DeadLinksView(WagtailAdminTemplateMixin, TemplateView):
    """Lists links to pages that readers cannot open."""

    page_title = _("Links that lead nowhere")
    header_icon = "link"
    template_name = "pages/admin/dead_links.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the report, or refuse users who may not edit pages."""
        return super().get(request, *args, **kwargs) if may_edit_pages(request.user) else permission_denied(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"rows": dead_links(self.request.user)}


class DeadLinksMenuItem(MenuItem):
    """The menu item of the report, for users who may edit pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_edit_pages(request.user)
