"""The editor's hint about placeholders."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel

from pages.placeholders import KNOWN


def placeholder_hint() -> HelpPanel:
    """Return a panel that says which placeholders texts may contain."""
    hint = _("In any text, write these for facts about the clinic, so that they change everywhere at once:")
    sources = _("After a sentence, write {source:key} for its source, with the key of a source in the list below.")
    return HelpPanel(content=format_lazy("<p>{} {}. {}</p>", hint, KNOWN, sources), heading=_("Placeholders"))
