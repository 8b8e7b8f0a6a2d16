"""What is logged of mails."""

from django.utils.translation import gettext_lazy as _

SEND_AGAIN = "site_forms.send_again"
DELETE = "site_forms.delete_mail"


def register_log_actions(actions):
    """Make them known to Wagtail's log."""
    actions.register_action(SEND_AGAIN, _("Send mail again"), _("Had the mail sent again"))
    actions.register_action(DELETE, _("Delete mail"), _("Deleted it, which could not be sent"))
