"""What every answer passes through on its way out: headers, caching, language and old addresses."""

from django.conf import settings
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation

from pages.routing import find_redirect

PUBLIC_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Wagtail's choosers, date fields and translation editor use inline scripts and styles.
ADMIN_CSP = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
PERMISSIONS_POLICY = "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"
PERSONAL = "private, no-store"
PUBLIC = "public, max-age=0, s-maxage=60"


def public_csp():
    """The policy of what readers get: this site alone and, where reCAPTCHA is configured, what that needs of Google."""
    sources = dict(PUBLIC_SOURCES)
    if settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY:
        google = f"https://{settings.RECAPTCHA_DOMAIN}/recaptcha/"
        sources["script-src"] += f" {google} https://www.gstatic.com/recaptcha/"
        sources["connect-src"] += f" {google}"
        sources["frame-src"] = google
    return "; ".join(f"{name} {values}" for name, values in sources.items())


def is_admin(request):
    """Tell whether the request is for the staff's side of the site."""
    return request.path.startswith(reverse("wagtailadmin_home"))


class SecurityHeadersMiddleware:
    """Send the content security policy: the strict one to patients and with downloads, a looser one to the admin."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_admin(request) and not response.get("Content-Disposition", "").startswith("attachment"):
            # Not a default: a page in the editor's preview frame comes with the headers readers get.
            response["Content-Security-Policy"] = ADMIN_CSP
            response["X-Frame-Options"] = "SAMEORIGIN"
        else:
            response.headers.setdefault("Content-Security-Policy", public_csp())
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class CacheControlMiddleware:
    """Let shared caches hold a public page for a minute, and no cache hold anything personal.

    A browser asks each time whether its copy is still right, which costs an answer without a body.

    An answer is personal when it is the admin's, when it sets a cookie, or when the session was looked at
    on the way to it (Django then varies it by cookie). Errors are not held either.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_admin(request) or response.cookies or "Cookie" in response.get("Vary", ""):
            response["Cache-Control"] = PERSONAL
        elif request.method in ("GET", "HEAD") and response.status_code in (200, 301):
            response.headers.setdefault("Cache-Control", PUBLIC)
        else:
            response["Cache-Control"] = PERSONAL
        return response


class LanguageInPathMiddleware(LocaleMiddleware):
    """Speak the language the address names, whatever the browser asks for.

    Django's own middleware varies each page by `Accept-Language`: caches would keep a copy for every
    browser setting, though the page is the same.
    """

    def process_response(self, request, response):
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class OldAddressMiddleware:
    """Answer with a redirect where the page that is not found has a new address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        address, is_permanent = find_redirect(request)
        if not address:
            return response
        return (HttpResponsePermanentRedirect if is_permanent else HttpResponseRedirect)(address)
