"""The sitemap for search engines (https://www.sitemaps.org): all pages that readers may see, in every language."""

from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages.languages import visible
from pages.navigation import HOME_DEPTH


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Return the sitemap. Each page lists its translations, as `hreflang` requires."""
    pages = [page for code, _name in settings.LANGUAGES for page in _pages(code)]
    by_key = groupby(sorted(pages, key=lambda page: page.translation_key), key=lambda page: page.translation_key)
    translations = {key: list(group) for key, group in by_key}
    entries = [{"page": page, "translations": translations[page.translation_key]} for page in pages]
    context = {"entries": entries}
    return render(request, "sitemap.xml", context, content_type="application/xml; charset=utf-8")


def _pages(code: str) -> PageQuerySet:
    pages = visible(Page.objects.filter(depth__gte=HOME_DEPTH), code)
    return pages.select_related("locale").order_by("path")
