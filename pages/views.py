"""How a page is answered."""

from wagtail.views import serve as wagtail_serve

from pages.routing import find_route


def serve(request, path):
    """Answer with the page at the path, in the language of the address; 404 where there is none."""
    request._wagtail_route_for_request = find_route(request, path)
    return wagtail_serve(request, path)
