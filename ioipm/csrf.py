"""Who may send a form: in place of Django's token, which no cached page can hold."""

from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
NOT_FROM_HERE = "Origin checking failed - the form was not sent from a page of this site."
FROM_HERE = ("same-origin", "none")  # the second: by the person alone, who reloads an answer (Fetch Metadata)


class SameOriginCsrfMiddleware(CsrfViewMiddleware):
    """Let a form without a session through when it comes from a page of ours; leave the others to Django's token.

    A request that carries no session has no authority that another site could misuse, so that a token would
    protect nothing, and make each page another for each reader. What is checked is where the form was sent from:
    `Sec-Fetch-Site`, which no page can set, or `Origin` where a browser does not send that.
    """

    def process_view(self, request, callback, callback_args, callback_kwargs):
        is_exempt = getattr(callback, "csrf_exempt", False) or getattr(request, "_dont_enforce_csrf_checks", False)
        if request.method in SAFE_METHODS or is_exempt or has_session(request):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        if self._is_from_here(request):
            return self._accept(request)
        return self._reject(request, NOT_FROM_HERE)

    def _is_from_here(self, request):
        site, origin = request.META.get("HTTP_SEC_FETCH_SITE"), request.META.get("HTTP_ORIGIN")
        is_ours = origin is not None and self._origin_verified(request)
        if site is None:
            return is_ours
        # A privacy extension may hide the origin; another site's contradicts what was said.
        return site in FROM_HERE and (is_ours or origin in (None, "null"))


def has_session(request):
    """Tell whether the request carries a session that holds anything: somebody logged in, for one."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and bool(request.session.keys())
