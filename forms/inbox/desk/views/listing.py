"""The list of messages of all forms and languages."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button

from forms.audit.log import log_list
from forms.inbox.desk.decryption import sender_name
from forms.inbox.desk.export import MAXIMUM_XLSX_ROWS
from forms.inbox.desk.filters import MessageFilterSet
from forms.inbox.desk.paginator import PaginatorFromBothEnds
from forms.inbox.desk.permissions import DeskViewMixin, may
from forms.inbox.desk.sealed_search import seal_search
from forms.inbox.models import Attachment, Message
from pages.clinic_time import displayed_time
from pages.wagtail_private import FILTER_FRAGMENT_PARAMETER

LANGUAGES = dict(settings.LANGUAGES)
MAXIMUM_SEARCH_LENGTH = 200


def sent_date(message: Message) -> str:
    """Return the date and time at which the message was sent, in American format."""
    return displayed_time(message.sent_at)


def language_name(message: Message) -> Any:
    """Return the name of the language in which the form was filled in."""
    return LANGUAGES.get(message.language, message.language)


def owner_name(message: Message) -> str:
    """Return the name of the owner, or "" if there is none."""
    return get_user_display_name(message.owner) if message.owner else ""


class StatusColumn(Column):
    """Show the status, a hold, a doubtful verification, and files that are infected or wait for the scanner."""

    cell_template_name = "forms/desk/status_cell.html"


class MessagesView(DeskViewMixin, BaseListingView):
    """List 50 messages on each page, newest first. Only the senders' names on that page are decrypted."""

    model = Message
    page_title = _("Messages")
    header_icon = "mail"
    verbose_name_plural = _("messages")
    template_name = "forms/desk/list.html"
    results_template_name = "forms/desk/list_results.html"
    index_url_name = "desk:list"
    index_results_url_name = "desk:list_results"
    filterset_class = MessageFilterSet
    paginator_class = PaginatorFromBothEnds
    paginate_by = 50
    default_ordering = "-sent_at"
    columns = [
        TitleColumn("reference", label=_("Reference"), url_name="desk:message"),
        Column("from", label=_("From"), accessor=sender_name, classname="desk-sender"),
        Column("sent_at", label=_("Sent"), sort_key="sent_at", accessor=sent_date),
        Column("form", label=_("Form"), classname="desk-wide"),
        Column("language", label=_("Language"), accessor=language_name, classname="desk-wide"),
        StatusColumn("status", label=_("Status")),
        Column("owner", label=_("Owner"), accessor=owner_name),
    ]

    def get_base_queryset(self) -> QuerySet[Message]:
        files = Attachment.objects.only("message_id", "verdict")
        messages = Message.objects.defer("words", "fingerprint").select_related("form", "owner")
        return messages.prefetch_related(Prefetch("attachments", files))

    def order_queryset(self, queryset: QuerySet[Message]) -> QuerySet[Message]:
        return queryset.order_by(self.ordering, "-pk" if self.ordering.startswith("-") else "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        filters = self._filter_parameters()
        context["search"] = filters.get("search", "")
        context["search_text"] = self.filters.search_text
        filters.pop("search", None)
        context["filters_in_use"] = filters.urlencode()
        context["is_searching"] = bool(context["search"])
        context["maximum_xlsx_rows"] = f"{MAXIMUM_XLSX_ROWS:,}"
        context["may_export"] = may(self.request.user, "export")
        shown, page = len(context["object_list"]), context["page_obj"].number
        log_list(Message, self.request.user, shown, page, self.filters.names_in_use)
        return context

    @property
    def header_more_buttons(self) -> list[Button]:
        """Return the buttons that export the listed messages."""
        if not may(self.request.user, "export"):
            return []
        filters = self._filter_parameters()
        query = f"?{filters.urlencode()}" if filters else ""
        return [
            Button(label, reverse(name) + query, icon_name="download", priority=priority)
            for priority, label, name in (
                (10, _("Export as CSV"), "desk:export_csv"),
                (20, _("Export as XLSX"), "desk:export_xlsx"),
            )
        ]

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
