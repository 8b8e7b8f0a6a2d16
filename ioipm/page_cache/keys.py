"""Which requests the page cache may answer, and the key of their pages.

Everything here reads the WSGI environment only, so that a page is found before Django has looked at the request.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.apps import apps
from django.conf import settings
from django.urls import reverse

MOST_QUERY_BYTES = 2000
NOT_PAGES = ("/healthz", "/documents/")


@dataclass(frozen=True, slots=True)
class PageKey:
    """What a public page depends on. `query` holds the parameters that an app declares, and no others."""

    is_secure: bool
    host: str
    path: str
    query: str

    def __str__(self) -> str:
        return f"{self.is_secure} {self.host} {self.path} {self.query}"


def page_key(environ: Mapping[str, Any]) -> PageKey | None:
    """Return the key of the page that is requested; None if the request must reach Django.

    None is returned for all methods but GET and HEAD, for requests with a session, a body or an unknown host, and for
    what is not a page. If HTTP is redirected to HTTPS, that is left to Django too.
    """
    is_secure = _is_secure(environ)
    path = environ.get("PATH_INFO", "")
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or environ.get("HTTP_HOST") not in _hosts()
        or (settings.SECURE_SSL_REDIRECT and not is_secure)
        or environ.get("SCRIPT_NAME")
        or environ.get("CONTENT_LENGTH")
        or environ.get("HTTP_TRANSFER_ENCODING")
        or path.startswith(_other_paths())
        or _has_session(environ.get("HTTP_COOKIE", ""))
    ):
        return None
    pairs = _pairs(environ.get("QUERY_STRING", ""))
    if pairs is None:
        return None
    names = declared_parameters()
    query = urlencode([(name, value) for name, value in pairs if name in names]) if pairs else ""
    return PageKey(is_secure, environ["HTTP_HOST"], path, query)


def has_only_declared(query: str) -> bool:
    """Return whether all parameters of the query string are declared by an app."""
    return {name for name, _value in _pairs(query) or []} <= declared_parameters()


def _pairs(query: str) -> list[tuple[str, str]] | None:
    """Return the parameters of a query string; None if it is too odd to be a key."""
    if not query:
        return []
    if len(query) > MOST_QUERY_BYTES or not query.isascii():
        return None
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return None


@cache
def declared_parameters() -> frozenset[str]:
    """Return the names of the parameters on which public pages depend; apps declare them as `query_parameters`."""
    return frozenset(name for app in apps.get_app_configs() for name in getattr(app, "query_parameters", ()))


def _is_secure(environ: Mapping[str, Any]) -> bool:
    """Return what `HttpRequest.is_secure` returns."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure_value = settings.SECURE_PROXY_SSL_HEADER
        value = environ.get(name)
        if value is not None:
            return value.partition(",")[0].strip() == secure_value
    return environ["wsgi.url_scheme"] == "https"


def _has_session(cookies: str) -> bool:
    """Return whether a cookie may make the response personal. Cookies that other software has set do not count."""
    return bool(cookies) and any(f"{name}=" in cookies for name in _own_cookies())


def _own_cookies() -> tuple[str, ...]:
    return settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages"


def _hosts() -> frozenset[str]:
    return _named_hosts(settings.BASE_URL, tuple(settings.ALLOWED_HOSTS))


@cache
def _named_hosts(base_url: str, allowed: tuple[str, ...]) -> frozenset[str]:
    """Return the values of the Host header that are surely ours. Django checks all others."""
    return frozenset({urlsplit(base_url).netloc, *allowed} - {"", "*"})


@cache
def _other_paths() -> tuple[str, ...]:
    return reverse("wagtailadmin_home"), settings.STATIC_URL, settings.MEDIA_URL, *NOT_PAGES
