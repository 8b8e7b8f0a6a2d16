"""The list of messages of all forms and languages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, Table, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import BaseListingView

from forms.audit.log import log_list
from forms.inbox.desk.counts import list_links
from forms.inbox.desk.export import MAXIMUM_XLSX_ROWS
from forms.inbox.desk.filters import MessageFilterSet
from forms.inbox.desk.neighbors import remember_list
from forms.inbox.desk.paginator import PaginatorFromBothEnds, ShortestFirstPaginator, WorkOrderPaginator
from forms.inbox.desk.permissions import DeskViewMixin, may
from forms.inbox.desk.rows import prepare_rows
from forms.inbox.desk.sealed_search import seal_search
from forms.inbox.models import Attachment, Contact, Message
from pages.clinic_time import displayed_time
from pages.wagtail_private import FILTER_FRAGMENT_PARAMETER

MAXIMUM_SEARCH_LENGTH = 200


def sent_date(message: Message) -> str:
    """Return the date and time at which the message was sent, in American format."""
    return displayed_time(message.sent_at)


def owner_name(message: Message) -> str:
    """Return the name of the owner, or "" if there is none."""
    return get_user_display_name(message.owner) if message.owner else ""


class CellColumn(Column):
    """Show a message with the cell template of this name."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = f"forms/desk/{name}_cell.html"


class ChoiceColumn(CellColumn):
    """Show a checkbox that chooses the message for an action on many."""

    header_template_name = "forms/desk/choice_header.html"


class ReferenceColumn(TitleColumn):
    """Link to the message. The link has an id, so that the link back to the list can focus it."""

    def get_link_attrs(self, instance: Message, parent_context: Any) -> dict[str, str]:
        return {"id": f"message-{instance.pk}", "data-message-link": ""}


class MessagesView(DeskViewMixin, BaseListingView):
    """List 50 messages on each page, in the order in which the front desk works on them.

    Only what is shown of the messages on that page is decrypted.
    """

    model = Message
    page_title = _("Messages")
    header_icon = "mail"
    verbose_name_plural = _("messages")
    template_name = "forms/desk/list.html"
    results_template_name = "forms/desk/list_results.html"
    index_url_name = "desk:list"
    index_results_url_name = "desk:list_results"
    filterset_class = MessageFilterSet
    paginate_by = 50
    default_ordering = "waiting"
    columns = [
        ReferenceColumn("reference", label=_("Reference"), url_name="desk:message"),
        CellColumn("sender", label=_("From"), classname="desk-sender"),
        CellColumn("summary", label=_("Message"), classname="desk-summary"),
        CellColumn("waiting", label=_("Waiting (clinic hours)"), sort_key="waiting", classname="desk-waiting"),
        Column("sent_at", label=_("Sent"), sort_key="sent_at", accessor=sent_date, classname="desk-wide desk-sent"),
        CellColumn("form", label=_("Form"), classname="desk-wide"),
        CellColumn("status", label=_("Status")),
        Column("owner", label=_("Owner"), accessor=owner_name),
    ]
    choice_column = ChoiceColumn("choice", label=_("Choose"))

    def get_base_queryset(self) -> QuerySet[Message]:
        files = Attachment.objects.only("message_id", "verdict")
        contacts = Contact.objects.select_related("made_by")
        messages = Message.objects.defer("words", "fingerprint").select_related("form", "location", "owner")
        return messages.prefetch_related(Prefetch("attachments", files), Prefetch("contacts", contacts))

    def order_queryset(self, queryset: QuerySet[Message]) -> QuerySet[Message]:
        oldest_first = self.ordering == "sent_at"
        return queryset.order_by(*(("sent_at", "pk") if oldest_first else ("-sent_at", "-pk")))

    @property
    def paginator_class(self) -> type[WagtailPaginator]:
        """The paginator, which orders the messages if they are sorted by waiting time."""
        by_ordering = {"waiting": WorkOrderPaginator, "-waiting": ShortestFirstPaginator}
        return by_ordering.get(self.ordering, PaginatorFromBothEnds)

    def get_table(self, object_list: Sequence[Message]) -> Table:
        prepare_rows(object_list)
        columns = [self.choice_column, *self.columns] if may(self.request.user, "change") else self.columns
        return self.table_class(columns, object_list, **self.get_table_kwargs())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        filters = self._filter_parameters()
        context["links"] = list_links(self.request.user, filters)
        context["search"] = filters.get("search", "")
        context["search_text"] = self.filters.search_text
        filters.pop("search", None)
        context["filters_in_use"] = filters.urlencode()
        context["is_searching"] = bool(context["search"])
        context |= {f"may_{action}": may(self.request.user, action) for action in ("change", "delete", "export")}
        context["may_export_xlsx"] = context["items_count"] <= MAXIMUM_XLSX_ROWS
        context["maximum_xlsx_rows"] = f"{MAXIMUM_XLSX_ROWS:,}"
        context["list_query"] = self._filter_parameters().urlencode()
        shown = list(context["object_list"])
        remember_list(self.request, shown, self.request.GET)
        log_list(Message, self.request.user, len(shown), context["page_obj"].number, self.filters.names_in_use)
        return context

    def _filter_parameters(self) -> QueryDict:
        """Return the parameters of the URL without those for the page and for Wagtail's partial update."""
        parameters = self.request.GET.copy()
        for name in (self.page_kwarg, FILTER_FRAGMENT_PARAMETER):
            parameters.pop(name, None)
        return parameters


class SearchView(DeskViewMixin, View):
    """Receive the search text by POST, and redirect to the list with the text encrypted in the URL."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponseRedirect:
        """Redirect to the list with the search text and the filters of the URL."""
        parameters = request.GET.copy()
        parameters["search"] = seal_search(request.POST.get("q", "")[:MAXIMUM_SEARCH_LENGTH])
        if not parameters["search"]:
            del parameters["search"]
        return HttpResponseRedirect(f"{reverse('desk:list')}?{parameters.urlencode()}".rstrip("?"))
