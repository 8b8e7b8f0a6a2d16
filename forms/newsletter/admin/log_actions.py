"""What is logged of the newsletter's addresses, beside what Wagtail logs."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

EXPORT = "site_forms.export_subscribers"


class ExportFormatter(LogFormatter):
    """Says an export in a sentence."""

    label = _("Export newsletter addresses")

    def format_message(self, log_entry):
        return gettext("Exported %(count)s addresses as %(format)s") % log_entry.data


def register_log_actions(actions):
    """Make it known to Wagtail's log."""
    actions.register_action(EXPORT)(ExportFormatter)
