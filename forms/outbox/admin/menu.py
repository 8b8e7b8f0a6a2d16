"""The menu item for the list of mails."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from forms.outbox.admin.permissions import can_manage_mails


class MailsMenuItem(MenuItem):
    """Link to the list of mails, shown to users who may manage them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage_mails(request.user)
