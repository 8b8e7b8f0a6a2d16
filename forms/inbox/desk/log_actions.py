"""Actions of the front desk in Wagtail's audit log: who did what and when, without any text that a person wrote."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

from forms.audit.log import DENIED, LISTED, log_for_model
from forms.inbox.models import Contact, Message

# For each action, its label in the filter and its sentence. Names in braces are keys of the log entry's data.
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
    "site_forms.contact": (_("Answer message"), _("Answered: {contact}")),
    "site_forms.reminder": (_("Set reminder for message"), _("Set the reminder to {on}")),
    "site_forms.note": (_("Add note to message"), _("Added a note")),
    "site_forms.delete": (_("Delete message"), _("Deleted it, with its files")),
    "site_forms.purge": (_("Purge message"), _("Deleted it after the days set in its form, with its files")),
    DENIED: (_("Denied access"), _("Was denied access")),
}

NAMES = ("file", "count", "page", "format", "filters", "to", "before", "after", "contact", "on")


class DeskFormatter(LogFormatter):
    """Return the sentence that describes a log entry."""

    sentence: str | Promise = ""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        return str(self.sentence).format(**dict.fromkeys(NAMES, "") | _readable(log_entry.data))


def register_log_actions(actions: LogActionRegistry) -> None:
    """Register the actions of the desk (hook `register_log_actions`)."""
    for action, (label, sentence) in SENTENCES.items():
        formatter = type("DeskFormatter", (DeskFormatter,), {"label": label, "sentence": sentence})
        actions.register_action(action)(formatter)


def log_export(user: AbstractBaseUser | AnonymousUser, count: int, export_format: str, filters: Sequence[str]) -> None:
    """Log an export: the number of messages, the format and the names of the active filters, not the search text."""
    data = {"count": count, "format": export_format.upper(), "filters": filters}
    log_for_model(Message, "site_forms.export", user, data)


def _readable(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a log entry with filters as one text and statuses as their labels."""
    readable = dict(data)
    if "filters" in readable:
        readable["filters"] = ", ".join(readable["filters"]) or _("nothing")
    for name in ("before", "after"):
        if name in readable:
            readable[name] = Message.Status(readable[name]).label
    if "contact" in readable:
        readable["contact"] = Contact.Kind(readable["contact"]).label
    if "on" in readable:
        day = readable["on"]
        readable["on"] = date_format(datetime.date.fromisoformat(day), "DATE_FORMAT") if day else _("no day")
    return readable
