"""What the admin offers everybody who signs in."""

from django.urls import reverse
from wagtail import hooks

from ioipm.access.second_factor import SET_UP, device_of


@hooks.register("register_account_menu_item")
def register_second_factor(request):
    """Offer a second factor, to those as well who do not need one."""
    return {
        "url": reverse(SET_UP),
        "label": "Set up another phone" if device_of(request.user) else "Set up a second factor",
        "help_text": "Sign in with your password and a code of your phone.",
    }
