"""CSRF check of public forms, by headers of the browser: a page that caches store cannot hold a token."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse

from ioipm.paths import is_admin

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")  # RFC 9110, section 9.2.1
REFUSED = "Origin checking failed - the form was not sent from a page of this site."
# W3C Fetch Metadata. "none" is sent when the user alone causes the request, for example by reloading a response.
SAME_SITE = ("same-origin", "none")


class SameOriginCsrfMiddleware(CsrfViewMiddleware):
    """Accept a public form if a page of this site sent it; check Django's token in the admin.

    A token would make each public page different for each reader. It would also refuse a form that was opened before
    its reader signed in, because the page had no token then. What is checked is where the form was sent from:
    `Sec-Fetch-Site`, which a page cannot set, or `Origin` if the browser does not send that header. A signed-in user of
    a browser that sends neither needs the token.
    """

    def process_view(
        self, request: HttpRequest, callback: Callable, callback_args: tuple[Any, ...], callback_kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        is_exempt = getattr(callback, "csrf_exempt", False) or getattr(request, "_dont_enforce_csrf_checks", False)
        is_signed_in = has_session(request)
        if request.method in SAFE_METHODS or is_exempt or (is_signed_in and needs_token(request)):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        if is_same_origin(request):
            return self._accept(request)  # type: ignore[attr-defined]  # private in Django
        if is_signed_in:
            return super().process_view(request, callback, callback_args, callback_kwargs)
        return self._reject(request, REFUSED)  # type: ignore[attr-defined]  # private in Django


_django = CsrfViewMiddleware(lambda request: HttpResponse())


def is_same_origin(request: HttpRequest) -> bool:
    """Return whether the browser says that a page of this site, or the user alone, caused the request."""
    site, origin = request.META.get("HTTP_SEC_FETCH_SITE"), request.META.get("HTTP_ORIGIN")
    is_ours = origin is not None and _django._origin_verified(request)  # type: ignore[attr-defined]  # private in Django
    if site is None:
        return is_ours
    # A privacy extension may hide the origin. The origin of another site contradicts Sec-Fetch-Site.
    return site in SAME_SITE and (is_ours or origin in (None, "null"))


def needs_token(request: HttpRequest) -> bool:
    """Return whether a signed-in user's request needs Django's token: in the admin, except on the sign-in page.

    The sign-in page may have been open in another tab before the user signed in.
    """
    return is_admin(request) and request.path != reverse("wagtailadmin_login")


def has_session(request: HttpRequest) -> bool:
    """Return whether the request has a session with data in it, such as that of a signed-in user."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and bool(request.session.keys())
