"""Additions to the account page and the menu of the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks

from ioipm.access.second_factor import SET_UP, device_of
from ioipm.guides import menu

hooks.register("register_admin_urls", menu.register_urls)
hooks.register("construct_main_menu", menu.replace_help)


@hooks.register("register_account_menu_item")
def register_second_factor(request: HttpRequest) -> dict[str, Any]:
    """Add a link to set up a second factor, also for users who do not need one."""
    return {
        "url": reverse(SET_UP),
        "label": "Set up another phone" if device_of(request.user) else "Set up a second factor",
        "help_text": "Sign in with your password and a code from your phone.",
    }
