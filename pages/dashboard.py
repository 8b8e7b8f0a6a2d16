"""The dashboard's panel “Waiting for you”. Apps register functions that return its lines.

An app registers a function with the hook `register_dashboard_items`. The function gets the request and returns the
lines for this user: none if the user may not do the work. Lines with the number 0 are not shown, so the function need
not check whether something waits.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

HOOK = "register_dashboard_items"


@dataclass(frozen=True)
class DashboardItem:
    """A line of the panel: what waits, how much of it, and the URL of the page on which the user does it.

    `number` is an integer or a text such as "99+"; None if there is nothing to count. Urgent lines are red and come
    first. `order` sorts the others.
    """

    text: str
    url: str = ""
    number: int | str | None = None
    order: int = 100
    is_urgent: bool = False


def dashboard_items(request: HttpRequest) -> list[DashboardItem]:
    """Return what waits for the user of the request, in the order of the panel."""
    items = [item for find_items in hooks.get_hooks(HOOK) for item in find_items(request)]
    waiting = [item for item in items if item.number not in (0, "0")]
    return sorted(waiting, key=lambda item: (not item.is_urgent, item.order))


class WaitingPanel(Component):
    """Lists what waits for the user."""

    name = "waiting"
    template_name = "pages/admin/waiting_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"waiting": dashboard_items(parent_context["request"])}


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel to the dashboard (hook `construct_homepage_panels`)."""
    panels.append(WaitingPanel())
