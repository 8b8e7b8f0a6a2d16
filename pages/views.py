"""The view that serves pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_resolver
from wagtail.models import Page
from wagtail.views import serve as wagtail_serve

from pages.languages import visible
from pages.routing import find_route, find_source_page
from pages.site_context import site_context
from pages.wagtail_private import set_route


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at the path, in the language of the URL; return 404 if there is none.

    At the path of an English page in another language, redirect to its translation, or say that there is none yet.

    The 404 page is the site's own in development too, where Django would show its list of URL patterns.
    """
    route = find_route(request, path)
    if route is None and (source := find_source_page(request, path)):
        return _show_translation(request, source)
    if route is None:
        return get_resolver().resolve_error_handler(404)(request, exception=Http404())  # type: ignore[call-arg]  # as Django calls it
    set_route(request, route)
    return wagtail_serve(request, path)


def _show_translation(request: HttpRequest, source: list[Page]) -> HttpResponse:
    """Return the response for the last of these English pages, from the home page down, in the reader's language."""
    keys = {page.translation_key: page for page in source}
    translated = {page.translation_key: page for page in visible(Page.objects.filter(translation_key__in=keys))}
    site = site_context(request)
    if source[-1].translation_key in translated:
        return redirect(site.page_url(translated[source[-1].translation_key]) or "/")
    nearest = [translated[page.translation_key] for page in source if page.translation_key in translated]
    context = {"source": source[-1], "nearest": nearest[-1] if nearest else None}
    return render(request, "not_translated.html", context, status=404)
