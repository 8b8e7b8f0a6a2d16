"""The sitemap for search engines (https://www.sitemaps.org): all pages that readers may see, in every language.

A large site has an index of sitemaps. The protocol allows 50,000 addresses in a file; ours have fewer, so that each is
made quickly.
"""

from collections import defaultdict
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages.languages import is_visible
from pages.navigation import HOME_DEPTH
from pages.site_context import SiteContext, site_context

MOST_IN_A_FILE = 2000
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Return the sitemap, or the index of the sitemaps if the site has more than 2,000 pages."""
    site = site_context(request)
    return _response(site.keep("sitemap", lambda: _sitemap(site)))


@require_safe
def numbered_sitemap(request: HttpRequest, number: int) -> HttpResponse:
    """Return one sitemap of those in the index, counted from 1; 404 if there is none."""
    site = site_context(request)
    text = site.keep("sitemap", lambda: _file(site, number), number, is_kept=bool)
    if not text:
        raise Http404
    return _response(text)


def _response(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def _sitemap(site: SiteContext) -> str:
    files = -(-_pages().count() // MOST_IN_A_FILE)
    if files <= 1:
        return _file(site, 1)
    addresses = (settings.BASE_URL + reverse("numbered_sitemap", args=[number]) for number in range(1, files + 1))
    entries = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
    return f'{XML}<sitemapindex xmlns="{NAMESPACE}">\n{entries}</sitemapindex>\n'


def _file(site: SiteContext, number: int) -> str:
    """Return one sitemap; "" if there are no pages for it. Each page lists its translations, as `hreflang` requires."""
    start = (number - 1) * MOST_IN_A_FILE
    pages = list(_pages().order_by("path")[start : start + MOST_IN_A_FILE]) if number > 0 else []
    translations: dict[UUID, list[Page]] = defaultdict(list)
    for page in _pages().filter(translation_key__in={page.translation_key for page in pages}).order_by("path"):
        translations[page.translation_key].append(page)
    entries = "".join(_entry(site, page, translations[page.translation_key]) for page in pages)
    opening = f'<urlset xmlns="{NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    return f"{XML}{opening}\n{entries}</urlset>\n" if pages or number == 1 else ""


def _entry(site: SiteContext, page: Page, translations: list[Page]) -> str:
    lines = [f"<loc>{_address(site, page)}</loc>"]
    if page.last_published_at:
        lines.append(f"<lastmod>{page.last_published_at:%Y-%m-%d}</lastmod>")
    if len(translations) > 1:
        links = [(translation.locale.language_code, _address(site, translation)) for translation in translations]
        links.insert(1, ("x-default", links[0][1]))
        lines += [f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>' for code, address in links]
    return "<url>\n  {}\n</url>\n".format("\n  ".join(lines))


def _address(site: SiteContext, page: Page) -> str:
    return escape(settings.BASE_URL + (site.page_url(page) or ""))


def _pages() -> PageQuerySet:
    """Return the pages that readers may see in any language."""
    readable = is_visible(settings.LANGUAGE_CODE)
    for code, _name in settings.LANGUAGES[1:]:
        readable |= is_visible(code)
    pages = Page.objects.filter(readable, depth__gte=HOME_DEPTH).select_related("locale")
    return pages.only("path", "depth", "url_path", "last_published_at", "translation_key", "locale__language_code")
