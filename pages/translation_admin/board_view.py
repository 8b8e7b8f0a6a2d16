"""The report “Translations”: a row for each English page, with the state of its Spanish translation."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from pages.spreadsheets import SafeExportMixin
from pages.translation_admin.board import State, board
from pages.translation_admin.board_cells import describe_review, describe_state, out_of_step_since, public_address

CODE = "es"
PERMISSION = "pages.view_translation_board"
ICON = "wagtail-localize-language"


class BoardFilterSet(WagtailFilterSet):
    """Filters the board by state, and by who wrote the translation."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label=_("All"))
    machine = django_filters.BooleanFilter(
        label=_("With machine-made texts"), field_name="machine_texts", lookup_expr="gt", method="filter_machine"
    )

    class Meta:
        model = Page
        fields = []

    def filter_machine(self, pages: QuerySet[Page], name: str, value: bool) -> QuerySet[Page]:
        """Return the pages with machine-made texts, or those without."""
        return pages.filter(machine_texts__gt=0) if value else pages.filter(machine_texts=0)


class ActionColumn(Column):
    """A link to the place where the next step is done."""

    cell_template_name = "pages/translation_admin/board_action.html"


class ReviewColumn(Column):
    """Who reviewed the translation, and when."""

    cell_template_name = "pages/translation_admin/board_review.html"


class AddressColumn(Column):
    """A link to the public translation."""

    cell_template_name = "pages/translation_admin/board_address.html"


def next_step(page: Any) -> dict[str, str | Promise]:
    """Return the label and the address of the next step for a page of the board."""
    edit = reverse("wagtailadmin_pages:edit", args=[page.translated_pk]) if page.translated_pk else ""
    if page.state == State.MISSING:
        return {"label": _("Translate"), "url": reverse("wagtail_localize:submit_page_translation", args=[page.pk])}
    if page.state == State.WITHDRAWN:
        return {"label": _("Open"), "url": edit}
    labels = {State.READY: _("Publish"), State.IN_STEP: _("Open"), State.BY_HAND: _("Open")}
    if page.state in labels:
        return {"label": labels[State(page.state)], "url": edit}
    return {"label": _("Translate"), "url": f"{edit}?show=open"}


class TranslationBoardView(SafeExportMixin, ReportView):
    """Lists the English pages with the state of their translation, and exports the list."""

    page_title = _("Translations")
    header_icon = ICON
    results_template_name = "wagtailadmin/reports/base_report_results.html"
    index_url_name = "translation_board"
    index_results_url_name = "translation_board_results"
    filterset_class = BoardFilterSet
    permission_required = PERMISSION
    default_ordering = "path"
    export_filename = "translations"
    paginate_by = None
    model = Page

    columns = [
        TitleColumn(
            "title",
            label=_("Page"),
            width="20%",
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        Column("type", label=_("Type"), accessor=lambda page: page.type_name),
        DateColumn("live_since", label=_("English live since")),
        Column("state_text", label=_("State")),
        DateColumn("since", label=_("Since")),
        Column("machine_texts", label=_("Machine-made"), sort_key="machine_texts"),
        ReviewColumn("review", label=_("Reviewed"), sort_key="reviewed_on"),
        AddressColumn("address", label=_("Public address"), classname="translation-address"),
        ActionColumn("next_step", label=_("Next step")),
    ]
    list_export = [
        *("title", "type_name", "live_since", "state_text", "missing_texts", "missing_words", "since"),
        *("machine_texts", "review", "reviewed_on", "address"),
    ]
    export_headings = {
        "title": _("Page"),
        "type_name": _("Type"),
        "live_since": _("English live since"),
        "state_text": _("State"),
        "missing_texts": _("Texts missing"),
        "missing_words": _("Words missing"),
        "since": _("Since"),
        "machine_texts": _("Machine-made texts"),
        "review": _("Reviewed by"),
        "reviewed_on": _("Reviewed on"),
        "address": _("Public address"),
    }

    def check_permissions(self) -> bool:
        return self.request.user.has_perm(PERMISSION)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the report, or refuse users without its permission."""
        if not request.user.has_perm(PERMISSION):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Page]:
        """Return the pages of the board."""
        return board(CODE)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Return the pages with the texts of the columns."""
        return [_described(page) for page in object_list]


def _described(page: Any) -> Any:
    page.type_name = str(page.content_type.model_class()._meta.verbose_name)
    page.live_since = page.first_published_at if page.live else None
    page.state_text = describe_state(page)
    page.since = out_of_step_since(page)
    page.review = describe_review(page)
    page.address = public_address(page, CODE)
    page.next_step = next_step(page)
    return page


class FormerReportView(View):
    """Redirects from the address of wagtail-localize's report, which this one replaces."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Redirect to the board, or refuse users without its permission."""
        if not request.user.has_perm(PERMISSION):
            return permission_denied(request)
        return redirect("translation_board")


class TranslationBoardMenuItem(MenuItem):
    """The menu item of the board, for users with its permission."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)
