"""Whoever has stopped working is signed off."""

from django.contrib.sessions.models import Session

from ioipm.middleware import is_admin

# What an open page asks for on its own, again and again while nobody sits before it, or once as it loads.
BACKGROUND = {
    "session_left",
    "wagtailadmin_editing_sessions",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}


class IdleLogOffMiddleware:
    """Let a session live on, `SESSION_COOKIE_AGE` from now, with each request by which somebody works in the admin.

    Only the session's end is written, not its content: a page and a preview that load at once would otherwise
    overwrite what the other has put into the session.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_admin(request) and not is_background(request) and request.user.is_authenticated:
            sessions = Session.objects.filter(session_key=request.session.session_key)
            sessions.update(expire_date=request.session.get_expiry_date())
        return response


def is_background(request):
    """Tell whether the request is a page's own doing, not its reader's."""
    match = request.resolver_match
    return bool(match and BACKGROUND.intersection([match.url_name, *match.namespaces]))
