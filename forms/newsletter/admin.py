"""The newsletter's addresses in the admin: the list, its export, and deleting one for good."""

import django_filters
from django.conf import settings
from django.contrib.auth.models import Permission
from django.http import Http404
from django.urls import include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.log_actions import LogFormatter

from forms.access_log import log_about_all, log_list
from forms.denials import DenyingMixin
from forms.models import Subscriber
from forms.newsletter.sign_up import unsubscribe_address
from pages.spreadsheets import harmless

ICON = "newspaper"
EXPORT = "site_forms.export_subscribers"


def may(user, action):
    """Tell whether the user may view, export or delete subscribers."""
    return user.has_perm(f"site_forms.{action}_subscriber")


def language_name(subscriber):
    """The language the newsletter is wanted in, by its name."""
    return str(dict(settings.LANGUAGES).get(subscriber.language, subscriber.language))


class NewsletterViewMixin(DenyingMixin):
    """Denies whoever lacks the view's `permission`."""

    model = guarded = Subscriber
    header_icon = ICON
    index_url_name = "subscribers:list"
    permission = "view"
    denial = _("If you need the newsletter's addresses for your work, ask whoever manages users.")

    def is_for(self, user):
        return may(user, self.permission)


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
        log_about_all(Subscriber, EXPORT, self.request.user, data)
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


class DeleteSubscriberView(NewsletterViewMixin, generic.DeleteView):
    """Deletes an address for good. The log keeps that one was deleted, not which."""

    permission = "delete"
    delete_url_name = "subscribers:delete"
    page_title = _("Delete address")

    def setup(self, request, *args, **kwargs):
        try:
            super().setup(request, *args, **kwargs)
        except Http404:
            # Whoever may not look is told so first, whether the address is there or not.
            if may(request.user, self.permission):
                raise

    def get_page_subtitle(self):
        return ""  # the question below names the address, and has room for a long one

    @property
    def confirmation_message(self):
        """What is about to happen."""
        return gettext(
            "Delete %(email)s for good? Whoever unsubscribed is then no longer known as such: "
            "delete the address from the program that sends the newsletter too."
        ) % {"email": self.object.email}

    def get_success_message(self):
        return gettext("The address was deleted.")


class ExportFormatter(LogFormatter):
    """Says an export in a sentence."""

    label = _("Export newsletter addresses")

    def format_message(self, log_entry):
        return gettext("Exported %(count)s addresses as %(format)s") % log_entry.data


class NewsletterMenuItem(MenuItem):
    """The way to the list, for whoever may see it."""

    def is_shown(self, request):
        return may(request.user, "view")


def register():
    """Make the list known to the admin: addresses, menu, permissions and log."""
    hooks.register("register_admin_urls", _urls)
    hooks.register("register_admin_menu_item", _menu_item)
    hooks.register("register_permissions", _permissions)
    hooks.register("register_icons", lambda icons: [*icons, f"wagtailadmin/icons/{ICON}.svg"])
    hooks.register("register_log_actions", lambda actions: actions.register_action(EXPORT)(ExportFormatter))


def _urls():
    return [path("newsletter/", include((urlpatterns, "subscribers")))]


def _menu_item():
    return NewsletterMenuItem(
        _("Newsletter"), reverse("subscribers:list"), name="newsletter", icon_name=ICON, order=160
    )


def _permissions():
    names = ("view_subscriber", "export_subscriber", "delete_subscriber")
    return Permission.objects.filter(content_type__app_label="site_forms", codename__in=names)


urlpatterns = [
    path("", SubscribersView.as_view(), name="list"),
    path("results/", SubscribersView.as_view(results_only=True), name="list_results"),
    path("<int:pk>/delete/", DeleteSubscriberView.as_view(), name="delete"),
]
