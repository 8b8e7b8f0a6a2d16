"""Find the page for a URL.

Wagtail's own routing reads the database twice for each part of the path, and serves the English page at a URL in a
language that has no home page. Here the whole path is one query, in one language.
"""

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper
from django.http import Http404, HttpRequest
from django.utils import translation
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from pages.languages import is_published, is_source_language, reader_language
from pages.restrictions import is_restricted
from pages.site_context import SiteContext, site_context
from pages.wagtail_private import site_root_paths


def find_route(request: HttpRequest, path: str) -> RouteResult | None:
    """Return the route for a path such as `conditions-we-treat/mid-back-pain/`; None if there is no page.

    Sets `SiteContext.trail`, the pages from the home page to this one.
    """
    site = site_context(request)
    site.find_own_site()
    root_path = _root_path(request)
    if not root_path:
        return None
    parts = [part for part in path.split("/") if part]
    addresses = [root_path + "".join(f"{part}/" for part in parts[:count]) for count in range(len(parts) + 1)]
    trail = _find_trail(site, addresses)
    if not trail or trail[0].url_path != root_path:
        return None
    rest = parts[addresses.index(trail[-1].url_path) :]
    if rest and not trail[-1].specific_class.has_parts:
        return None
    page = _specific(trail[-1])
    try:
        route = page.route(request, rest)
    except Http404:
        return None
    site.trail = trail
    return RouteResult(*route)


def _find_trail(site: SiteContext, addresses: list[str]) -> list[Page]:
    """Return the published pages at these addresses, from the home page down, as far as there are pages.

    For an address without a page that is one cheap query, because the pages above it are kept.
    """

    def read() -> list[Page]:
        known = set(Page.objects.filter(live=True, url_path__in=addresses).values_list("url_path", flat=True))
        count = max((number for number, one in enumerate(addresses, 1) if one in known), default=0)
        return _read_trail(addresses) if count == len(addresses) else _find_trail(site, addresses[:count])

    if not addresses:
        return []
    return site.keep("trail", read, addresses[-1], is_kept=lambda found: len(found) == len(addresses))


def _read_trail(addresses: list[str]) -> list[Page]:
    """Return the published pages at these addresses, from the home page down."""
    pages = Page.objects.filter(is_published(reader_language()), url_path__in=addresses)
    pages = pages.annotate(
        is_restricted=ExpressionWrapper(is_restricted(), BooleanField()),
        is_any_restricted=Exists(PageViewRestriction.objects.all()),
    )
    return list(pages.select_related("locale", "content_type", "translation_status").order_by("depth"))


def find_source_page(request: HttpRequest, path: str) -> list[Page]:
    """Return the pages from the home page to the one at this path in the source language.

    Returns [] if there is none that everybody may see, or if the reader's language is the source language.
    """
    if is_source_language(reader_language()):
        return []
    with translation.override(settings.LANGUAGE_CODE):
        route = find_route(request, path)
    site = site_context(request)
    trail, site.trail = site.trail, []
    return trail if route and route.page.is_known_to_be_open else []


def _specific(page: Page) -> Page:
    """Return the page as its own type, without another query for its type and language."""
    specific = page.content_type.get_object_for_this_type(pk=page.pk)
    specific.locale = page.locale
    specific.is_known_to_be_open = not page.is_restricted
    specific.is_known_that_all_are_open = not page.is_any_restricted
    return specific


def _root_path(request: HttpRequest) -> str | None:
    """Return the tree path of the home page in the reader's language; None if that has no home page."""
    site = Site.find_for_request(request)
    if not site:
        return None
    for root in site_root_paths(request):
        if root.site_id == site.pk and root.language_code == reader_language():
            return root.root_path
    return None
