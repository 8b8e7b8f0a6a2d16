"""The list of the newsletter's addresses, and its export."""

import django_filters
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic

from forms.audit.log import log_for_model, log_list
from forms.newsletter.admin.log_actions import EXPORT
from forms.newsletter.admin.permissions import NewsletterViewMixin, may
from forms.newsletter.models import Subscriber
from forms.newsletter.sign_up import unsubscribe_address
from pages.spreadsheets import harmless


def language_name(subscriber):
    """The language the newsletter is wanted in, by its name."""
    return str(dict(settings.LANGUAGES).get(subscriber.language, subscriber.language))


class SubscriberFilterSet(WagtailFilterSet):
    """Narrows the list by state and language."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=Subscriber.Status.choices, empty_label=_("All"))
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES, empty_label=_("All"))

    class Meta:
        model = Subscriber
        fields = []


class DeleteColumn(Column):
    """The way to delete the address, for whoever may."""

    cell_template_name = "forms/newsletter/admin/delete_cell.html"

    def get_value(self, instance):
        return reverse("subscribers:delete", args=[instance.pk])


class SubscribersView(NewsletterViewMixin, generic.IndexView):
    """Lists the addresses, and exports those listed to whoever may."""

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
        DateColumn("created_at", label=_("First entered"), sort_key="created_at"),
        DateColumn("confirmed_at", label=_("Confirmed"), sort_key="confirmed_at"),
        DateColumn("unsubscribed_at", label=_("Unsubscribed"), sort_key="unsubscribed_at"),
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
    custom_value_preprocess = {
        **generic.IndexView.custom_value_preprocess,
        str: {
            generic.IndexView.FORMAT_CSV: harmless,
            # Wagtail marks text as text in this format.
            generic.IndexView.FORMAT_XLSX: lambda text: ILLEGAL_CHARACTERS_RE.sub("", text),
        },
        type(None): dict.fromkeys(generic.IndexView.FORMATS, lambda nothing: ""),
    }

    def dispatch(self, request, *args, **kwargs):
        if self.is_export:
            self.permission = "export"
        return super().dispatch(request, *args, **kwargs)

    @property
    def show_export_buttons(self):
        """Whether the list offers its export."""
        return may(self.request.user, "export")

    @property
    def columns(self):
        """What the list shows to this user."""
        is_deleter = may(self.request.user, "delete")
        return [*self.fixed_columns, *([DeleteColumn("delete", label=_("Delete"))] if is_deleter else [])]

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        if not self.is_export:
            filters = [*self.filters.form.changed_data, *(["search"] if self.is_searching else [])]
            shown, page = len(context["object_list"]), context["page_obj"].number
            log_list(Subscriber, self.request.user, shown, page, filters)
        return context

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Export, and log how many – not whom, nor what was searched for."""
        data = {"count": len(queryset), "format": spreadsheet_format.upper()}
        log_for_model(Subscriber, EXPORT, self.request.user, data)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def to_row_dict(self, item):
        return super().to_row_dict(item) | {
            "language": language_name(item),
            "status": item.get_status_display(),
            "token": unsubscribe_address(item),
        }

    def stream_csv(self, queryset):
        """Begin with a byte order mark, without which Excel garbles accents."""
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)
