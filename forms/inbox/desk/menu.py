"""The menu item for messages with the number of new ones, and the panel on the admin's dashboard."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from forms.inbox.desk.counts import displayed_count
from forms.inbox.desk.filters import NEW, SPAM, WaitingFilter, overdue, reminder_due
from forms.inbox.desk.permissions import may
from forms.inbox.models import Form, Message


class MessagesMenuItem(MenuItem):
    """The menu item for messages, for users who may read them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "view")

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        new = displayed_count(Message.objects.filter(NEW))
        label = (
            str(self.label)
            if new == "0"
            else _("%(messages)s (%(count)s new)") % {"messages": self.label, "count": new}
        )
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, attrs=self.attrs)


def forms_without_notification() -> list[str]:
    """Return the names of the open forms that notify nobody by mail."""
    return list(Form.objects.filter(is_open=True, notified="").order_by("name").values_list("name", flat=True))


class MessagesPanel(Component):
    """Show how many messages are new, overdue or to be looked at again, and which forms notify nobody by mail."""

    name = "messages"
    template_name = "forms/desk/panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        url = reverse("desk:list")
        return {
            "new": displayed_count(Message.objects.filter(NEW)),
            "new_url": f"{url}?status={Message.Status.NEW}",
            "waiting": displayed_count(Message.objects.filter(overdue())),
            "waiting_url": f"{url}?waits={WaitingFilter.OVERDUE}",
            "reminders": displayed_count(Message.objects.filter(reminder_due()).exclude(SPAM)),
            "reminders_url": f"{url}?waits={WaitingFilter.REMINDER}",
            "forms_without_notification": forms_without_notification(),
        }


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel for users who may read messages (hook `construct_homepage_panels`)."""
    if may(request.user, "view"):
        panels.append(MessagesPanel())
