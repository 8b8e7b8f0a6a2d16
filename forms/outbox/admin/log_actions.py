"""The entries about mails in Wagtail's audit log."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry

SEND_AGAIN = "site_forms.send_again"
DELETE = "site_forms.delete_mail"


def register_log_actions(actions: LogActionRegistry) -> None:
    """Register the actions with their labels and messages (hook `register_log_actions`)."""
    actions.register_action(SEND_AGAIN, _("Send mail again"), _("Requested that the mail is sent again"))
    actions.register_action(DELETE, _("Delete mail"), _("Deleted a mail that could not be sent"))
