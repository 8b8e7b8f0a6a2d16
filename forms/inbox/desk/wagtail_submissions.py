"""Close Wagtail's own lists of form submissions: they are open to every user who may edit a form page."""

from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from wagtail.admin.menu import MenuItem

from forms.audit.log import log_denial
from forms.inbox.models import Message


def not_found(request: HttpRequest, **kwargs: Any) -> NoReturn:
    """Raise `Http404` for every user, and log that the user tried to reach messages here."""
    log_denial(Message, request.user)
    raise Http404


def remove_menu_item(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Remove Wagtail's item “Forms” from the main menu (hook `construct_main_menu`)."""
    menu_items[:] = [item for item in menu_items if item.name != "forms"]
