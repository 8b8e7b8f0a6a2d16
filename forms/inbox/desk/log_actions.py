"""What is done at the desk, in Wagtail's log: who, when, what – and never a word of what anybody wrote."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from forms.audit.log import DENIED, LISTED, log_for_model
from forms.inbox.models import Message

# action: (name in filters, sentence; where what is logged beside it stands in braces)
SENTENCES = {
    LISTED: (_("Look at list"), _("Looked at page {page} of the list, {count} on it, narrowed by: {filters}")),
    "site_forms.view": (_("Read message"), _("Read")),
    "site_forms.download": (_("Download file"), _("Downloaded file {file}")),
    "site_forms.export": (_("Export messages"), _("Exported {count} messages as {format}, narrowed by: {filters}")),
    "site_forms.take": (_("Take message"), _("Took it")),
    "site_forms.release": (_("Release message"), _("Released it")),
    "site_forms.hand_over": (_("Hand message over"), _("Handed it over to {to}")),
    "site_forms.status": (_("Change status of message"), _("Changed the status from “{before}” to “{after}”")),
    "site_forms.hold": (_("Hold message"), _("Put it on hold")),
    "site_forms.lift": (_("Lift hold on message"), _("Lifted the hold")),
    "site_forms.note": (_("Add note to message"), _("Added a note")),
    "site_forms.delete": (_("Delete message"), _("Deleted it, with its files")),
    "site_forms.purge": (_("Purge message"), _("Deleted it when its time was up, with its files")),
    DENIED: (_("Denied access"), _("Was denied access")),
}


class DeskFormatter(LogFormatter):
    """Says a logged action in a sentence."""

    sentence = ""

    def format_message(self, log_entry):
        known = {"file": "", "count": "", "page": "", "format": "", "filters": "", "to": "", "before": "", "after": ""}
        return str(self.sentence).format(**known | _in_words(log_entry.data))


def register_log_actions(actions):
    """Make the desk's actions known to Wagtail's log."""
    for action, (label, sentence) in SENTENCES.items():
        formatter = type("DeskFormatter", (DeskFormatter,), {"label": label, "sentence": sentence})
        actions.register_action(action)(formatter)


def log_export(user, count, export_format, filters):
    """Log an export: how many messages, and the names of the filters – not what was searched for."""
    data = {"count": count, "format": export_format.upper(), "filters": filters}
    log_for_model(Message, "site_forms.export", user, data)


def _in_words(data):
    words = dict(data)
    if "filters" in words:
        words["filters"] = ", ".join(words["filters"]) or _("nothing")
    for name in ("before", "after"):
        if name in words:
            words[name] = Message.Status(words[name]).label
    return words
