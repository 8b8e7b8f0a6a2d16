"""The report of addresses that were requested and not found."""

from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.redirects.permissions import permission_policy

from pages.models import MissingAddress
from pages.spreadsheets import SafeExportMixin


def may_redirect(user: User | AnonymousUser) -> bool:
    """Return whether the user may add redirects. Only these users see the report."""
    return permission_policy.user_has_permission(user, "add")


class CreateRedirectColumn(Column):
    """A button that adds a redirect from the address."""

    cell_template_name = "pages/admin/create_redirect_cell.html"

    def get_value(self, instance: MissingAddress) -> str:
        return f"{reverse('wagtailredirects:add')}?{urlencode({'old_path': instance.path})}"


class MissingAddressesView(SafeExportMixin, ReportView):
    """Lists addresses without a page by the number of requests, and exports the list."""

    page_title = _("Addresses not found")
    header_icon = "redirect"
    index_url_name = "missing_addresses"
    index_results_url_name = "missing_addresses_results"
    permission_policy = permission_policy
    permission_required = "add"
    model = MissingAddress
    default_ordering = "-count"
    export_filename = "addresses-not-found"

    columns = [
        Column("path", label=_("Address"), sort_key="path"),
        Column("count", label=_("Requests"), sort_key="count"),
        DateColumn("first_requested_at", label=_("First"), sort_key="first_requested_at"),
        DateColumn("last_requested_at", label=_("Last"), sort_key="last_requested_at"),
        CreateRedirectColumn("create_redirect", label=_("Redirect")),
    ]
    list_export = ["path", "count", "first_requested_at", "last_requested_at"]
    export_headings = {column.name: column.label for column in columns}

    def get_base_queryset(self) -> QuerySet[MissingAddress]:
        """Return all addresses, the newest first among those with the same number of requests."""
        return MissingAddress.objects.order_by("-count", "-last_requested_at")


class MissingAddressesMenuItem(MenuItem):
    """The menu item of the report, for users who may add redirects."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_redirect(request.user)
