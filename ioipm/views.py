"""Views that are not pages of the site: errors, health check, and files for browsers and crawlers."""

import logging
import sys
from collections.abc import Sequence
from pathlib import PurePath

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views import defaults
from django.views.decorators.http import require_safe

from home.error_page_phone import saved_phone
from ioipm.returned_text import typed_text
from ioipm.whole_requests import UNREADABLE, refuse, refuse_large
from pages.phone import phone_link
from pages.site_context import site_context

logger = logging.getLogger(__name__)

RETRY_AFTER = 120  # seconds
# Python knows these types only if the operating system has a list of them.
IMAGE_TYPES = {".avif": "image/avif", ".webp": "image/webp"}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return 413 for a request that is too large, a short 400 for an unknown host, else 400 with the typed text."""
    if isinstance(exception, DisallowedHost):
        return defaults.bad_request(request, exception)
    if isinstance(exception, RequestDataTooBig):
        return refuse_large(request)
    return refuse(request, UNREADABLE)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 404 in the language of the address, with the menu and the phone number."""
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return 403 with the phone number for a form that no page of this site sent."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 500 with the phone number; if the database is unavailable, 503 without menu and footer.

    Both return what the visitor typed.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _plain_error(503, typed_text(request))
        response["Retry-After"] = RETRY_AFTER
        return response
    try:
        return render(request, "500.html", {"typed_text": typed_text(request)}, status=500)
    except Exception:  # the error may also occur in the menu or the footer
        logger.exception("The error page is shown without menu and footer")
        return _plain_error(500, typed_text(request))


def _plain_error(status: int, texts: Sequence[str] = ()) -> HttpResponse:
    phone = saved_phone()
    context = {"phone_link": phone_link(phone) if phone else "", "typed_text": texts}
    return render(None, "500_plain.html", context, status=status)


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Return 200 if database and cache work, else 503; the body names the one that is unavailable."""
    checks = {"database": _database_works(), "cache": _cache_works()}
    body = {name: "ok" if works else "unavailable" for name, works in checks.items()}
    return JsonResponse(body, status=200 if all(checks.values()) else 503, headers={"Cache-Control": "no-store"})


def _database_works() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        logger.exception("The database is unavailable")
        return False


def _cache_works() -> bool:
    try:
        cache.set("health", "ok", 10)
        return cache.get("health") == "ok"
    except Exception:  # each cache backend raises errors of its own library
        logger.exception("The cache is unavailable")
        return False


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Allow crawlers to read everything but the admin (RFC 9309)."""
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> FileResponse:
    """Return the icon to clients that request /favicon.ico without reading the page's link to its icon."""
    file = settings.BASE_DIR / "static" / "img" / "favicon.ico"
    return FileResponse(
        file.open("rb"), content_type="image/x-icon", headers={"Cache-Control": "public, max-age=86400"}
    )


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Return the name and icons with which a phone can add the site to its home screen (W3C Application Manifest)."""
    name = site_context(request).clinic_name or settings.WAGTAIL_SITE_NAME
    content = {
        "name": name,
        "short_name": "".join(word[0] for word in name.split() if word[0].isupper()) or name,
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "display": "browser",
        "background_color": "#fdfaf4",
        "theme_color": "#0f3d56",
        "icons": [
            {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": use}
                for size in (192, 512)
                for use in ("any", "maskable")
            ),
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
def image(request: HttpRequest, name: str) -> FileResponse:
    """Return an editor's image from the media storage. Caches may keep it for a year, as a changed image is renamed.

    A name contains no slash, so only files in the folder of images can be requested. Wagtail's own view serves
    documents, because it checks their restrictions.
    """
    try:
        file = default_storage.open(f"images/{name}")
    except (FileNotFoundError, OSError, ValueError) as error:
        raise Http404 from error
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return FileResponse(file, content_type=IMAGE_TYPES.get(PurePath(name).suffix), headers=headers)
