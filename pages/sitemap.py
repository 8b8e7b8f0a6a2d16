"""Every page readers may see, in every language, for search engines (https://www.sitemaps.org)."""

from itertools import groupby

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from pages.languages import visible
from pages.navigation import HOME_DEPTH


@require_safe
def sitemap(request):
    """Answer with the sitemap. Each page names its twins in other languages, as `hreflang` asks."""
    request._wagtail_cached_site_root_paths = Site.get_site_root_paths()
    pages = [page for code, _name in settings.LANGUAGES for page in _pages(code)]
    by_key = groupby(sorted(pages, key=lambda page: page.translation_key), key=lambda page: page.translation_key)
    twins = {key: list(group) for key, group in by_key}
    entries = [{"page": page, "twins": twins[page.translation_key]} for page in pages]
    context = {"entries": entries, "request": request}
    return render(request, "sitemap.xml", context, content_type="application/xml; charset=utf-8")


def _pages(code):
    pages = visible(Page.objects.filter(depth__gte=HOME_DEPTH), code).public()
    return pages.select_related("locale").order_by("path")
