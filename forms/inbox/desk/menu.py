"""The way to the desk: the menu item, with how many messages are new, and the panel on the admin's first page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from forms.inbox.desk.filters import NEW, waiting
from forms.inbox.desk.permissions import may
from forms.inbox.models import Form, Message

MOST_COUNTED = 99


def counted(messages):
    """Return how many there are; "99+" for more, without counting them all."""
    number = messages.order_by()[: MOST_COUNTED + 1].count()
    return str(number) if number <= MOST_COUNTED else f"{MOST_COUNTED}+"


class MessagesMenuItem(MenuItem):
    """Messages, for whoever may read them."""

    def is_shown(self, request):
        return may(request.user, "view")

    def render_component(self, request):
        new = counted(Message.objects.filter(NEW))
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
    """What is new, what has waited more than one working day, and which forms tell nobody by mail."""

    name = "messages"
    template_name = "forms/desk/panel.html"
    order = 50

    def get_context_data(self, parent_context):
        address = reverse("desk:list")
        return {
            "new": counted(Message.objects.filter(NEW)),
            "new_url": f"{address}?status=new",
            "waiting": counted(Message.objects.filter(waiting())),
            "waiting_url": f"{address}?waits=yes&ordering=sent_at",
            "forms_without_notification": forms_without_notification(),
        }


def add_panel(request, panels):
    """Put the panel on the admin's first page of whoever may read messages."""
    if may(request.user, "view"):
        panels.append(MessagesPanel())
