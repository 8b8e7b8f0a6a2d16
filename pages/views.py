"""How a page is answered."""

from django.http import Http404
from django.urls import get_resolver
from wagtail.views import serve as wagtail_serve

from pages.routing import find_route


def serve(request, path):
    """Answer with the page at the path, in the language of the address; 404 where there is none.

    The answer 404 is the readers' own in development too, where Django would show its list of patterns.
    """
    route = find_route(request, path)
    if route is None:
        return get_resolver().resolve_error_handler(404)(request, exception=Http404())  # type: ignore[call-arg]  # as Django calls it
    request._wagtail_route_for_request = route
    return wagtail_serve(request, path)
