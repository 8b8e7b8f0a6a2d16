"""The view that serves pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver
from wagtail.views import serve as wagtail_serve

from pages.routing import find_route
from pages.wagtail_private import set_route


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at the path, in the language of the URL; return 404 if there is none.

    The 404 page is the site's own in development too, where Django would show its list of URL patterns.
    """
    route = find_route(request, path)
    if route is None:
        return get_resolver().resolve_error_handler(404)(request, exception=Http404())  # type: ignore[call-arg]  # as Django calls it
    set_route(request, route)
    return wagtail_serve(request, path)
