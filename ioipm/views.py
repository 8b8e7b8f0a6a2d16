"""Answers that are not pages: errors, health, and what robots and browsers ask for by name."""

import logging
import sys

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views import defaults
from django.views.decorators.http import require_safe

from home.clinic import main_location
from home.last_phone import last_phone
from pages.phone import phone_link

logger = logging.getLogger(__name__)

RETRY_AFTER = 120  # seconds


def bad_request(request, exception):
    """Answer 413 with the phone number to a text that is too long, and in few words to what no browser sends."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return defaults.bad_request(request, exception)


def page_not_found(request, exception=None):
    """Answer 404 in the language of the address, with the menu and the phone number."""
    return render(request, "404.html", status=404)


def csrf_failure(request, reason=""):
    """Answer 403 to a form that did not come from a page of this site, with the phone number."""
    return render(request, "403_csrf.html", status=403)


def server_error(request):
    """Answer 500 with the phone number; 503, without menu and foot, where the database does not answer."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _plain_error(503)
        response["Retry-After"] = RETRY_AFTER
        return response
    try:
        return render(request, "500.html", status=500)
    except Exception:  # whatever broke the page may break its frame too
        logger.exception("The error page is shown without menu and foot")
        return _plain_error(500)


def _plain_error(status):
    phone = last_phone()
    return render(None, "500_plain.html", {"phone_link": phone_link(phone) if phone else ""}, status=status)


@require_safe
def health(request):
    """Answer 200 when database and cache work, else 503; the body says which of them does not."""
    checks = {"database": _database_works(), "cache": _cache_works()}
    body = {name: "ok" if works else "unavailable" for name, works in checks.items()}
    return JsonResponse(body, status=200 if all(checks.values()) else 503, headers={"Cache-Control": "no-store"})


def _database_works():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        logger.exception("The database does not answer")
        return False


def _cache_works():
    try:
        cache.set("health", "ok", 10)
        return cache.get("health") == "ok"
    except Exception:  # each cache backend raises errors of its own library
        logger.exception("The cache does not answer")
        return False


@require_safe
def robots(request):
    """Let robots read everything but the admin (RFC 9309)."""
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """Hand out the icon to whoever asks for it by its old name, without reading the page that names it."""
    file = settings.BASE_DIR / "static" / "img" / "favicon.ico"
    return FileResponse(
        file.open("rb"), content_type="image/x-icon", headers={"Cache-Control": "public, max-age=86400"}
    )


@require_safe
def manifest(request):
    """Tell a phone under which name and icon it may keep the site (W3C Web Application Manifest)."""
    clinic = main_location(request)
    name = clinic.clinic_name if clinic else settings.WAGTAIL_SITE_NAME
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
def image(request, name):
    """Hand out an editor's image from wherever images are stored, a year from any cache.

    A changed image has another name, and a name has no slash: nothing beside the folder of images is
    reachable. Documents go through Wagtail's own view, which looks at their restrictions first.
    """
    try:
        file = default_storage.open(f"images/{name}")
    except (FileNotFoundError, OSError, ValueError) as error:
        raise Http404 from error
    return FileResponse(file, headers={"Cache-Control": "public, max-age=31536000, immutable"})
