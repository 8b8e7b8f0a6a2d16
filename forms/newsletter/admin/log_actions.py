"""The entry about exports of subscribers in Wagtail's audit log. Wagtail itself logs deletions."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

EXPORT = "site_forms.export_subscribers"


class ExportFormatter(LogFormatter):
    """Format the log entry of an export as a sentence."""

    label = _("Export newsletter addresses")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        return gettext("Exported %(count)s addresses as %(format)s") % log_entry.data


def register_log_actions(actions: LogActionRegistry) -> None:
    """Register the action (hook `register_log_actions`)."""
    actions.register_action(EXPORT)(ExportFormatter)
