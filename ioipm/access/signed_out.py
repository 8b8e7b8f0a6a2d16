"""Tell scripts of an open page of the admin that the user is signed out."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from ioipm.access.second_factor import EXEMPT_URLS
from ioipm.middleware import GetResponse, is_admin


class SignedOutMiddleware:
    """Answer 401 to the autosave and to choosers if the user is signed out.

    Wagtail redirects them to the page for signing in, or answers 403. The editor then reports an error of the server.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Return the answer to a request of a script; None for all others."""
        if not is_admin(request) or not is_sent_by_script(request) or request.user.is_authenticated:
            return None
        if request.resolver_match and request.resolver_match.url_name in EXEMPT_URLS:
            return None
        sentence = _("You are signed out. Sign in again in another tab, then come back: what you typed is still here.")
        # Wagtail's autosave shows the message of an error with one of its own codes.
        error = {"success": False, "error_code": "locked", "error_message": sentence}
        return JsonResponse(error, status=401)


def is_sent_by_script(request: HttpRequest) -> bool:
    """Return whether a script expects data and no page."""
    is_ajax = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    return is_ajax or not request.accepts("text/html")
