"""The list of messages of all forms and languages."""

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button

from forms.access_log import log_list
from forms.desk.export import MOST_IN_XLSX
from forms.desk.filters import MessageFilterSet
from forms.desk.form_names import form_names
from forms.desk.opening import sender_of
from forms.desk.paginator import PaginatorFromBothEnds
from forms.desk.permissions import DeskViewMixin, may
from forms.desk.search_text import seal_search
from forms.models import Attachment, Message
from pages.wagtail_private import FILTER_FRAGMENT_PARAMETER

LANGUAGES = dict(settings.LANGUAGES)
LONGEST_SEARCH = 200


def sent(message):
    """When it was sent, as Americans write it."""
    return date_format(timezone.localtime(message.sent_at), "N j, Y, P")


def language_name(message):
    """The language it was written in."""
    return LANGUAGES.get(message.language, message.language)


def owner_name(message):
    """Who works it off; "" for nobody."""
    return get_user_display_name(message.owner) if message.owner else ""


class StatusColumn(Column):
    """The status, and what else to know before opening a message: hold, doubts, files that wait."""

    cell_template_name = "forms/desk/status_cell.html"


class MessagesView(DeskViewMixin, BaseListingView):
    """Lists 50 messages at a time, newest first; only of those are the senders' names opened."""

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
        Column("from", label=_("From"), accessor=sender_of, classname="desk-sender"),
        Column("sent_at", label=_("Sent"), sort_key="sent_at", accessor=sent),
        Column("form_name", label=_("Form"), classname="desk-wide"),
        Column("language", label=_("Language"), accessor=language_name, classname="desk-wide"),
        StatusColumn("status", label=_("Status")),
        Column("owner", label=_("Owner"), accessor=owner_name),
    ]

    def get_base_queryset(self):
        files = Attachment.objects.only("message_id", "verdict")
        messages = Message.objects.defer("words", "fingerprint").select_related("owner")
        return messages.prefetch_related(Prefetch("attachments", files))

    def order_queryset(self, queryset):
        return queryset.order_by(self.ordering, "-pk" if self.ordering.startswith("-") else "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        names = form_names()
        for message in context["object_list"]:
            message.form_name = names.get(message.form_key, message.form_title)
        filters = self.request.GET.copy()
        context["search"] = filters.get("search", "")
        context["search_text"] = self.filters.search_text
        for name in (self.page_kwarg, FILTER_FRAGMENT_PARAMETER, "search"):
            filters.pop(name, None)
        context["filters_in_use"] = filters.urlencode()
        context["is_searching"] = bool(context["search"])
        context["most_in_xlsx"] = f"{MOST_IN_XLSX:,}"
        context["may_export"] = may(self.request.user, "export")
        shown, page = len(context["object_list"]), context["page_obj"].number
        log_list(Message, self.request.user, shown, page, self.filters.names_in_use)
        return context

    @property
    def header_more_buttons(self):
        """The exports of what is listed."""
        if not may(self.request.user, "export"):
            return []
        filters = self.request.GET.copy()
        for name in (self.page_kwarg, FILTER_FRAGMENT_PARAMETER):
            filters.pop(name, None)
        narrowed = f"?{filters.urlencode()}" if filters else ""
        return [
            Button(label, reverse(name) + narrowed, icon_name="download", priority=priority)
            for priority, label, name in (
                (10, _("Export as CSV"), "desk:export_csv"),
                (20, _("Export as XLSX"), "desk:export_xlsx"),
            )
        ]


class SearchView(DeskViewMixin, View):
    """Takes what is searched for by POST, and leads to the list with it sealed in the address."""

    http_method_names = ["post", "options"]

    def post(self, request):
        """Redirect to the list, narrowed as it was."""
        address = request.GET.copy()
        address["search"] = seal_search(request.POST.get("q", "")[:LONGEST_SEARCH])
        if not address["search"]:
            del address["search"]
        return HttpResponseRedirect(f"{reverse('desk:list')}?{address.urlencode()}".rstrip("?"))
