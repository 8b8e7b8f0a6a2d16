"""Old addresses: redirects that staff see in the admin, and the rules that keep them useful.

They include those of the clinic's former site, which had every page at the top level. For those, upper case, a slash at
the end and the characters that the former site put into URLs (`/Joints%2FBursa-Pain/`) make no difference.
"""

import unicodedata
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import get_language_from_path, override
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import get_dummy_request
from wagtail.models import Page, Site

from pages.languages import is_source_language, reader_language
from pages.routing import find_route

MAX_PATH_LENGTH = 255  # of the column `Redirect.old_path`
MOST_STEPS = 10  # browsers follow 20 redirects


def normalize(address: str) -> str:
    """Return the path of the address as a redirect stores it: without a slash at the end, accents composed (NFC)."""
    return unicodedata.normalize("NFC", Redirect.normalise_path(address))


def find_redirect(request: HttpRequest) -> tuple[str | None, bool]:
    """Return `(url, is_permanent)` for a URL that has moved; the URL is None if it has not.

    The query string of the request is kept, except if the redirect is for exactly this query string.
    """
    query = request.META.get("QUERY_STRING", "")
    full_path = request.get_full_path()
    if "\0" in normalize(request.path) or "\0" in normalize(full_path):
        return None, False
    for redirect in _redirects_for(request.path, full_path, Site.find_for_request(request)):
        url = _target_url(redirect)
        if url and url != request.path:
            is_for_this_query = query and redirect.old_path in _forms(normalize(full_path))
            return url if is_for_this_query else with_query(url, query), redirect.is_permanent
    url = _lower_case_url(request)
    return url and with_query(url, query), True


def with_query(url: str, query: str) -> str:
    """Return the URL with the query string added to its own."""
    scheme, host, path, own_query, fragment = urlsplit(url)
    return urlunsplit((scheme, host, path, "&".join(filter(None, [own_query, query])), fragment))


def _redirects_for(path: str, full_path: str, site: Site | None) -> list[Redirect]:
    """Return the redirects that answer a request for the path, the best first."""
    wanted = _old_paths(path, full_path)
    known = {redirect.old_path: redirect for redirect in Redirect.get_for_site(site).filter(old_path__in=wanted)}
    return [known[path] for path in wanted if path in known]


def _old_paths(path: str, full_path: str) -> list[str]:
    """Return the values of `old_path` that answer a request for the path, the best first."""
    wanted = [normalize(full_path), normalize(path), normalize(path.lower()), "/" + slugify(path.replace("/", "-"))]
    return [form for one in dict.fromkeys(wanted) for form in _forms(one)]


def _forms(path: str) -> list[str]:
    """Return the path with composed accents, and with decomposed ones, which some redirects were stored with."""
    return list(dict.fromkeys([path, unicodedata.normalize("NFD", path)]))


def _target_url(redirect: Redirect) -> str | None:
    if redirect.redirect_page and not redirect.redirect_page.live:
        return None
    return redirect.link


def _lower_case_url(request: HttpRequest) -> str | None:
    """Return the page's URL if the requested URL differs from it only by upper case letters or by its accents."""
    path = unicodedata.normalize("NFC", request.path).lower()
    if request.path == path:
        return None
    language_prefix = "/" if is_source_language(reader_language()) else f"/{reader_language()}/"
    route = find_route(request, path.removeprefix(language_prefix))
    return route.page.get_url(request) if route else None


def page_at(address: str) -> Page | None:
    """Return the page that readers get at a path of this site, such as `/es/locations`; None if there is none."""
    path = urlsplit(address).path
    language = get_language_from_path(path)
    with override(language or settings.LANGUAGE_CODE):
        rest = path.removeprefix(f"/{language}") if language else path
        route = find_route(get_dummy_request(path=path), rest)
    return route.page if route else None


def path_on_this_site(url: str) -> str | None:
    """Return the path and query string of a URL of this site; None for other sites. Takes `/path` or a whole URL."""
    scheme, host, path, query, _fragment = urlsplit(url)
    if host and host.lower().split(":")[0].removeprefix("www.") not in _own_hosts():
        return None
    return urlunsplit(("", "", path or "/", query, "")) if scheme in ("", "http", "https") else None


def _own_hosts() -> set[str]:
    hosts = {urlsplit(settings.BASE_URL).hostname or "", *Site.objects.values_list("hostname", flat=True)}
    return {host.lower().removeprefix("www.") for host in hosts}


def find_loop(old_path: str, url: str, ignored: int | None = None) -> list[str]:
    """Return the addresses of the loop that a redirect from `old_path` to the URL would close; [] if there is none.

    `ignored` is the key of the redirect that is being changed. A page ends a chain of redirects, because it has
    priority over them.
    """
    steps = [old_path]
    path = path_on_this_site(url)
    while path is not None:
        steps.append(path)
        without_query = urlsplit(path).path
        if _folded(without_query) == _folded(old_path) or len(steps) > MOST_STEPS:
            return steps
        if page_at(path):
            return []
        if old_path in _old_paths(without_query, path):
            return steps
        redirects = [one for one in _redirects_for(without_query, path, None) if one.pk != ignored]
        path = path_on_this_site(redirects[0].redirect_link) if redirects and redirects[0].redirect_link else None
    return []


def _folded(path: str) -> str:
    return normalize(path).casefold()
