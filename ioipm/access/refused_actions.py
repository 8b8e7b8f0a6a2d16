"""Show the sentence of a rule that refuses an action in the admin.

A page may not be copied, moved, deleted or published if a rule of its model forbids it. Wagtail checks the forms of the
editor, but lets errors of all other actions through, which would be a 500.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ioipm.paths import is_admin

NAMES_SHOWN = 3


class RefusedActionsMiddleware:
    """Return to the page before with the sentence of a `ValidationError` or `ProtectedError` that no view handled."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_admin(request) or not isinstance(exception, ValidationError | ProtectedError):
            return None
        sentence = sentence_of(exception)
        if not request.accepts("text/html"):
            error = {"success": False, "error_code": "validation_error", "error_message": sentence}
            return JsonResponse(error, status=400)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=400)
        messages.error(request, sentence)
        return redirect(page_before(request))


def sentence_of(error: ValidationError | ProtectedError) -> str:
    """Return what the error says to the user."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    names = sorted({f"“{one}”" for one in error.protected_objects})
    text = _("This cannot be deleted, because it is used by %(names)s. Choose something else there first.")
    return text % {"names": ", ".join(names[:NAMES_SHOWN]) + ("…" if len(names) > NAMES_SHOWN else "")}


def page_before(request: HttpRequest) -> str:
    """Return the URL of the page of the admin that led to this request; the dashboard if it is unknown."""
    referrer = request.headers.get("Referer", "")
    dashboard = reverse("wagtailadmin_home")
    is_ours = url_has_allowed_host_and_scheme(referrer, allowed_hosts={request.get_host()})
    path = urlsplit(referrer).path
    # A GET that was refused would be refused again.
    if not is_ours or not path.startswith(dashboard) or (request.method != "POST" and path == request.path):
        return dashboard
    return referrer
