"""The panel on the admin's dashboard with which staff announce a closure, and end one."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from pages.dates import moment_text, span_text
from pages.location_schedule import Closing, entries_since
from pages.models import Announcement, Closure, SpecialHours
from pages.opening_times import DAY
from pages.site_context import SiteContext

# The permission, the address and the label of each button, in order.
BUTTONS = (
    (Closure, "closures:add", _("Close for a day")),
    (Announcement, "announcements:add", _("Announce something")),
    (SpecialHours, "special_hours:add", _("Open at other hours")),
)
DAYS_AHEAD = 60


class ClosuresPanel(Component):
    """Show the buttons to announce something, and what is announced, each with a button to end it."""

    name = "closures"
    template_name = "pages/announcing_panel.html"
    order = 40

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        now = timezone.now()
        entries = [entry for entry in entries_since(now) if self._may("change", type(entry))]
        return {
            "buttons": [(reverse(address), label) for model, address, label in BUTTONS if self._may("add", model)],
            "entries": [
                {
                    "name": _at([entry.city] if entry.city else [], str(entry)),  # type: ignore[attr-defined]  # annotated
                    "end_url": reverse("end_entry", args=[entry.pk]),
                    "edit_url": reverse(f"{_namespace(entry)}:edit", args=[entry.pk]),
                    "until": moment_text(entry.ends_at) if isinstance(entry, Announcement) else "",
                    "has_started": entry.has_started,
                }
                for entry in entries
            ],
            "holidays": self._holidays(),
            "csrf_token": get_token(self.request),
        }

    def _may(self, action: str, model: type) -> bool:
        return self.request.user.has_perm(f"pages.{action}_{model._meta.model_name}")  # type: ignore[attr-defined]  # a model

    @staticmethod
    def _holidays() -> list[str]:
        """Return the observed holidays of the next two months, which need no entry."""
        site = SiteContext()
        last = site.schedule.now + DAYS_AHEAD * DAY
        closed: dict[Closing, list[str]] = {}
        for town, location in site.all_towns:
            for closing in site.schedule.of(location).closings:
                if closing.is_holiday and closing.period.start < last:
                    closed.setdefault(closing, []).append(town)
        texts = []
        for closing in sorted(closed, key=lambda one: one.period):
            is_everywhere = len(closed[closing]) == len(site.all_towns)
            text = f"{closing.reason}: {span_text(closing.period)}"
            texts.append(_at([] if is_everywhere else closed[closing], text))
        return texts


def _at(towns: list[str], text: str) -> str:
    """Return the text with the towns before it that it is about; without towns, it is about all locations."""
    return f"{', '.join(towns)}: {text}" if towns else text


def _namespace(entry: Any) -> str:
    return {Closure: "closures", SpecialHours: "special_hours", Announcement: "announcements"}[type(entry)]


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel for users who may announce something (hook `construct_homepage_panels`)."""
    if any(request.user.has_perm(f"pages.add_{model._meta.model_name}") for model, _address, _label in BUTTONS):
        panels.append(ClosuresPanel(request))
