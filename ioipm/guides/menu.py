"""The items “Help” and “Shortcuts” of the admin's menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem

from ioipm.guides.views import guide, guide_picture


def register_urls() -> list[URLPattern]:
    """Return the URLs of the guides (hook `register_admin_urls`, which requires access to the admin)."""
    return [
        path("help/", guide, name="help"),
        path("help/<slug:slug>/", guide, name="guide"),
        path("help/pictures/<path:name>", guide_picture, name="guide_picture"),
    ]


def replace_help(request: HttpRequest, menu_items: list[Any]) -> None:
    """Replace Wagtail's menu “Help”, which links to its own guide, by our guide (hook `construct_main_menu`).

    The item “Shortcuts” of that menu moves to the main menu. The key “?” opens it, too.
    """
    menu_items[:] = [item for item in menu_items if item.name != "help"]
    menu_items.append(MenuItem(_("Help"), reverse("help"), name="help", icon_name="help", order=11_000))
    attributes = {
        "role": "button",
        "data-a11y-dialog-show": "keyboard-shortcuts-dialog",
        "data-action": "w-action#noop:prevent:stop",
        "data-controller": "w-kbd w-action",
        "data-w-kbd-key-value": "?",
    }
    menu_items.append(
        MenuItem(_("Shortcuts"), "#", name="shortcuts", icon_name="keyboard", order=11_100, attrs=attributes)
    )
