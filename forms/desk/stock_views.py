"""Closes what Wagtail brings for forms: its lists of submissions are open to whoever may edit a form page."""

from django.http import Http404

from forms.access_log import log_denial
from forms.models import Message


def nothing_here(request, **kwargs):
    """Answer that there is no such page, to everybody, and log that somebody looked for messages there."""
    log_denial(Message, request.user)
    raise Http404


def remove_menu_item(request, menu_items):
    """Take Wagtail's “Forms” out of the menu."""
    menu_items[:] = [item for item in menu_items if item.name != "forms"]
