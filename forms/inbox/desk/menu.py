"""The menu item for messages with the number of new ones."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from forms.inbox.desk.counts import displayed_count
from forms.inbox.desk.filters import NEW
from forms.inbox.desk.permissions import may
from forms.inbox.models import Message


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
