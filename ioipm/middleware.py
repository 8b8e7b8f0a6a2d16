"""Middleware that adds security headers, cache headers and the language to responses, and redirects old addresses."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation

from ioipm.paths import is_admin
from pages.missing_addresses import count_missing_address
from pages.old_addresses import find_redirect
from pages.site_context import site_context

PRIVATE = "private, no-store"
PUBLIC = "public, max-age=0, s-maxage={seconds}"

GetResponse = Callable[[HttpRequest], HttpResponse]


def csp_header(policy: Mapping[str, list[str]]) -> str:
    """Return the Content-Security-Policy header (W3C CSP Level 3) of a policy in the settings."""
    return "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in policy.items())


def public_csp() -> dict[str, list[str]]:
    """Return the policy of public pages: this site only, and Google's reCAPTCHA if its keys are set."""
    policy = {directive: list(sources) for directive, sources in settings.PUBLIC_CSP.items()}
    if settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY:
        for directive, sources in settings.RECAPTCHA_CSP.items():
            allowed = [source.format(domain=settings.RECAPTCHA_DOMAIN) for source in sources]
            policy.setdefault(directive, []).extend(allowed)
    return policy


class SecurityHeadersMiddleware:
    """Send the content security policy: the strict one with public pages and downloads, a looser one in the admin."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_admin(request) and not response.get("Content-Disposition", "").startswith("attachment"):
            # Set, not only by default: a page in the editor's preview already has the headers of public pages.
            response["Content-Security-Policy"] = csp_header(settings.ADMIN_CSP)
            response["X-Frame-Options"] = "SAMEORIGIN"
        else:
            response.headers.setdefault("Content-Security-Policy", csp_header(public_csp()))
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class CacheControlMiddleware:
    """Allow shared caches to store a public page, and forbid all caches to store anything personal.

    A page that changes by itself, because a closure begins or ends, is stored up to that moment at most.

    A browser validates its copy on each visit, which costs a response without a body (304).

    A response is personal if it is part of the admin, if it sets a cookie, or if the session was read while it was
    built (Django then varies it by cookie). Errors are not stored either.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_admin(request) or response.cookies or "Cookie" in response.get("Vary", ""):
            response["Cache-Control"] = PRIVATE
        elif request.method in ("GET", "HEAD") and response.status_code in (200, 301):
            response.headers.setdefault("Cache-Control", PUBLIC.format(seconds=seconds_in_cache(request)))
        else:
            response["Cache-Control"] = PRIVATE
        return response


def seconds_in_cache(request: HttpRequest) -> int:
    """Return for how long a shared cache may store the response: never past the moment at which it changes."""
    change = site_context(request).next_change
    if change is None:
        return settings.SECONDS_IN_SHARED_CACHES
    return max(0, min(settings.SECONDS_IN_SHARED_CACHES, int((change - timezone.now()).total_seconds())))


class LanguageInPathMiddleware(LocaleMiddleware):
    """Use the language of the address, and ignore the language that the browser prefers.

    Django's own middleware varies each page by `Accept-Language`. Caches would store a copy for every browser setting,
    though the page is the same.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class OldAddressMiddleware:
    """Redirect a request for a page that does not exist, if Wagtail knows its new address; else count it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        address, is_permanent = find_redirect(request)
        if not address:
            count_missing_address(request)
            return response
        return (HttpResponsePermanentRedirect if is_permanent else HttpResponseRedirect)(address)
