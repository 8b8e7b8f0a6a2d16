"""The menu item for the list of mails, and the panel on the dashboard."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from forms.outbox.admin.permissions import can_manage_mails
from forms.outbox.models import Mail


class OutboxPanel(Component):
    """Show how many mails wait and how many failed. Empty if there are none."""

    name = "outbox"
    template_name = "forms/outbox/panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        states = Mail.State
        counts = Mail.objects.aggregate(
            waiting=Count("pk", filter=Q(state=states.WAITING)), failed=Count("pk", filter=Q(state=states.FAILED))
        )
        return {**counts, "list_url": reverse("mails:list")}


class MailsMenuItem(MenuItem):
    """Link to the list of mails, shown to users who may manage them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage_mails(request.user)


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel to the dashboard of users who may manage mails (hook `construct_homepage_panels`)."""
    if can_manage_mails(request.user):
        panels.append(OutboxPanel())
