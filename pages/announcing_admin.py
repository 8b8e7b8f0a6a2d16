"""The admin's menu “Closures”: closures, special hours and announcements, and how to end one with one tap."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.log_actions import LogActionRegistry, log

from pages.announcing_forms import announcement_panels, closure_panels, special_hours_panels
from pages.dates import moment_text
from pages.location_schedule import own_type
from pages.models import Announcement, Closure, SpecialHours, TimedEntry

END = "pages.end"  # the action in Wagtail's audit log


class AnnounceView(CreateView):
    """Create an entry. Afterwards the user is back on the dashboard, which lists what readers see."""

    success_message = gettext_lazy("The site's pages now have: “%(object)s”.")

    def get_success_url(self) -> str:
        """Return the address of the dashboard."""
        return reverse("wagtailadmin_home")


class TimedEntryViewSet(ModelViewSet):
    """What the three kinds of entries have in common."""

    add_view_class = AnnounceView
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("starts_at", label=gettext_lazy("Start"), accessor=lambda entry: capfirst(moment_text(entry.starts_at))),
        Column("ends_at", label=gettext_lazy("End"), accessor=lambda entry: capfirst(moment_text(entry.ends_at))),
    ]
    ordering = "-ends_at"
    list_per_page = 50


class ClosureViewSet(TimedEntryViewSet):
    """Closures."""

    model = Closure
    name = "closures"
    icon = "calendar-alt"
    edit_handler = closure_panels


class SpecialHoursViewSet(TimedEntryViewSet):
    """Special hours."""

    model = SpecialHours
    name = "special_hours"
    url_prefix = "special-hours"
    icon = "time"
    edit_handler = special_hours_panels


class AnnouncementViewSet(TimedEntryViewSet):
    """Announcements."""

    model = Announcement
    name = "announcements"
    icon = "info-circle"
    edit_handler = announcement_panels


class ClosuresViewSetGroup(ModelViewSetGroup):
    """The menu with what staff announce for a limited time."""

    items = (ClosureViewSet("closures"), SpecialHoursViewSet("special_hours"), AnnouncementViewSet("announcements"))
    menu_icon = "calendar-alt"
    menu_label = gettext_lazy("Closures")
    menu_name = "closures"
    menu_order = 155


@method_decorator(require_POST, name="dispatch")
class EndEntryView(View):
    """End an entry at this minute, or delete it if it has not started yet."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End or delete the entry, log it, and redirect to the dashboard. Needs the same permission as the editor."""
        with transaction.atomic():
            row = TimedEntry.objects.select_for_update().filter(pk=pk).first()
            if row is None:  # tapped twice, or removed by a colleague
                messages.warning(request, _("It has been removed already."))
                return redirect("wagtailadmin_home")
            entry: Any = own_type(row)
            action = "change" if entry.has_started else "delete"
            if not request.user.has_perm(f"pages.{action}_{entry._meta.model_name}"):
                raise PermissionDenied
            name = str(entry)
            log(entry, END if entry.has_started else "wagtail.delete", user=request.user, deleted=not entry.has_started)
            entry.end_now()
        messages.success(request, _("The site's pages no longer have: “%(entry)s”.") % {"entry": name})
        return redirect("wagtailadmin_home")


def register_log_actions(actions: LogActionRegistry) -> None:
    """Register the action with its label and message (hook `register_log_actions`)."""
    actions.register_action(END, gettext_lazy("End early"), gettext_lazy("Ended early"))
