"""End the session of a user who has not worked in the admin for `IDLE_MINUTES`."""

from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse

from ioipm.middleware import GetResponse, is_admin

# Names and namespaces of URLs that an open page requests by itself, repeatedly or while it loads.
BACKGROUND_URLS = {
    "session_left",
    "wagtailadmin_editing_sessions",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}


class IdleLogOffMiddleware:
    """Extend the session to `SESSION_COOKIE_AGE` from now with each request by which a user works in the admin.

    Only the expiry date of the session is written, not its data. A page and its preview that load at the same time
    would otherwise overwrite each other's data.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_admin(request) and not is_background(request) and request.user.is_authenticated:
            sessions = Session.objects.filter(session_key=request.session.session_key)
            sessions.update(expire_date=request.session.get_expiry_date())
        return response


def is_background(request: HttpRequest) -> bool:
    """Return whether an open page sent the request by itself, without an action of its user."""
    match = request.resolver_match
    return bool(match and BACKGROUND_URLS.intersection([match.url_name, *match.namespaces]))
