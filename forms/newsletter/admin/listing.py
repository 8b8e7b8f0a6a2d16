"""The list of subscribers, and its export."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from forms.audit.log import log_for_model, log_list
from forms.newsletter.admin.log_actions import EXPORT
from forms.newsletter.admin.permissions import NewsletterViewMixin, has_permission
from forms.newsletter.models import Subscriber
from forms.newsletter.sign_up import unsubscribe_url
from pages.clinic_time import displayed_time
from pages.spreadsheets import SafeExportMixin


def language_name(subscriber: Subscriber) -> str:
    """Return the name of the language in which the subscriber wants the newsletter, such as “Spanish”."""
    return str(dict(settings.LANGUAGES).get(subscriber.language, subscriber.language))


class SubscriberFilterSet(WagtailFilterSet):
    """Filter the list by status and language."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Subscriber.Status.choices, empty_label=_("All"))
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES, empty_label=_("All"))

    class Meta:
        model = Subscriber
        fields = []


class DeleteColumn(Column):
    """The link to delete the subscriber."""

    cell_template_name = "forms/newsletter/admin/delete_cell.html"

    def get_value(self, instance: Subscriber) -> str:
        return reverse("subscribers:delete", args=[instance.pk])


class TimeColumn(Column):
    """A time in the clinic's time zone, as in the export."""

    def get_value(self, instance: Subscriber) -> str:
        moment = super().get_value(instance)
        return displayed_time(moment) if moment else ""


class SubscribersView(NewsletterViewMixin, SafeExportMixin, generic.IndexView):
    """List the subscribers. With `?export=csv` or `?export=xlsx`, return the filtered list as a spreadsheet file."""

    page_title = _("Newsletter")
    template_name = "wagtailadmin/generic/index.html"
    index_results_url_name = "subscribers:list_results"
    filterset_class = SubscriberFilterSet
    search_fields = ["email"]
    search_backend_name = None
    paginate_by = 50
    default_ordering = "-created_at"
    export_filename = "newsletter"

    fixed_columns = [
        Column("email", label=_("E-mail address"), sort_key="email"),
        Column("language", label=_("Language"), accessor=language_name, sort_key="language"),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        TimeColumn("created_at", label=_("First entered"), sort_key="created_at"),
        TimeColumn("confirmed_at", label=_("Confirmed"), sort_key="confirmed_at"),
        TimeColumn("unsubscribed_at", label=_("Unsubscribed"), sort_key="unsubscribed_at"),
    ]
    list_export = ["email", "language", "status", "created_at", "confirmed_at", "unsubscribed_at", "token"]
    export_headings = {
        "email": _("E-mail address"),
        "language": _("Language"),
        "status": _("Status"),
        "created_at": _("First entered"),
        "confirmed_at": _("Confirmed"),
        "unsubscribed_at": _("Unsubscribed"),
        "token": _("Link to unsubscribe"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_export:
            self.permission = "export"
        return super().dispatch(request, *args, **kwargs)

    @property
    def show_export_buttons(self) -> bool:
        """Return whether the user may export the list."""
        return has_permission(self.request.user, "export")

    @property
    def columns(self) -> list[Column]:
        """Return the columns of the list: with links to delete if the user may delete subscribers."""
        can_delete = has_permission(self.request.user, "delete")
        return [*self.fixed_columns, *([DeleteColumn("delete", label=_("Delete"))] if can_delete else [])]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        if not self.is_export:
            filters = [*self.filters.form.changed_data, *(["search"] if self.is_searching else [])]
            shown, page = len(context["object_list"]), context["page_obj"].number
            log_list(Subscriber, self.request.user, shown, page, filters)
        return context

    def as_spreadsheet(self, queryset: QuerySet[Subscriber], spreadsheet_format: str) -> HttpResponseBase:
        """Return the file, and log the number of rows and the format, but no address and no search text."""
        data = {"count": len(queryset), "format": spreadsheet_format.upper()}
        log_for_model(Subscriber, EXPORT, self.request.user, data)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def to_row_dict(self, item: Subscriber) -> dict[str, Any]:
        return super().to_row_dict(item) | {
            "language": language_name(item),
            "status": item.get_status_display(),
            "token": unsubscribe_url(item),
        }
