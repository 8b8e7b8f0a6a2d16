"""The admin's menu “Shared texts”: passages, warning signs and sources."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.models import ReferenceIndex
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from pages.models import Passage, Source, WarningSign


class PassageViewSet(SnippetViewSet):
    """Passages."""

    model = Passage
    icon = "doc-full"
    list_display = ["name", "locale", Column("reviewed_on"), UpdatedAtColumn()]
    search_fields = ["name", "text"]
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet[Passage]:
        """Return the passages with their reviews, whose days the list shows."""
        return Passage.objects.select_related("review")


class WarningSignViewSet(SnippetViewSet):
    """Warning signs."""

    model = WarningSign
    icon = "warning"
    list_display = ["text", "get_urgency_display", "locale", UpdatedAtColumn()]
    list_filter = ["urgency"]
    search_fields = ["text"]
    list_per_page = 100


class SourceViewSet(SnippetViewSet):
    """Sources."""

    model = Source
    icon = "link"
    list_display = ["__str__", "key", "url", "last_checked"]
    search_fields = ["publisher", "title", "url", "key"]
    list_per_page = 100


class SharedTextsViewSetGroup(SnippetViewSetGroup):
    """The menu with the rows that pages share."""

    items = (PassageViewSet, WarningSignViewSet, SourceViewSet)
    menu_icon = "copy"
    menu_label = gettext_lazy("Shared texts")
    menu_name = "shared-texts"
    menu_order = 200


@hooks.register("before_delete_snippet")
def keep_used_rows(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """Refuse to delete a row that is used; redirect to the list of the places where it is used, with a message."""
    for row in instances:
        if isinstance(row, Passage | WarningSign | Source) and ReferenceIndex.get_references_to(row).exists():
            messages.error(
                request,
                _("“%(row)s” is used by the pages in this list. Remove it there first.") % {"row": row},
            )
            return redirect(reverse(row.snippet_viewset.get_url_name("usage"), args=[row.pk]))  # type: ignore[union-attr]  # set by Wagtail
    return None
