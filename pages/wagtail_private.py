"""Private and undocumented names of Wagtail. No other module uses any; a test searches for them.

Each function says with which version it was checked. Check them again before an update of Wagtail: search its source
for the name. The tests of addresses and of query counts fail when one of them changes its meaning.
"""

from collections.abc import Callable

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Site
from wagtail.models.sites import SiteRootPath
from wagtail.url_routing import RouteResult

# The URL parameter with which Wagtail's listings ask for the filters only. Checked with Wagtail 7.4.4
# (`wagtail/admin/views/generic/base.py`).
FILTER_FRAGMENT_PARAMETER = "_w_filter_fragment"


def replace_hook(name: str, old: Callable, new: Callable) -> None:
    """Register a function for a hook in place of that of another app, with the same order.

    Checked with Wagtail 7.4.4 (`wagtail/hooks.py`).
    """
    registered = hooks._hooks.get(name, [])
    registered[:] = [(new if function is old else function, order) for function, order in registered]


def set_route(request: HttpRequest, route: RouteResult) -> None:
    """Set the page that Wagtail's `serve` view serves, so that it does not look for it again.

    `Page.route_for_request` reads the attribute. Checked with Wagtail 7.4.4 (`wagtail/models/pages.py`).
    """
    request._wagtail_route_for_request = route  # type: ignore[attr-defined]  # Wagtail adds it to requests


def set_site(request: HttpRequest, site: Site | None) -> None:
    """Set the site of the request, so that `Site.find_for_request` does not look for it again.

    Checked with Wagtail 7.4.4 (`wagtail/models/sites.py`).
    """
    request._wagtail_site = site  # type: ignore[attr-defined]  # Wagtail adds it to requests


def set_site_root_paths(request: HttpRequest, paths: list[SiteRootPath]) -> None:
    """Set what `site_root_paths` and Wagtail find on the request."""
    request._wagtail_cached_site_root_paths = paths  # type: ignore[attr-defined]  # Wagtail adds it to requests


def read_site_root_paths() -> list[SiteRootPath]:
    """Return the root page of each site in each language from the database: Wagtail's cache may be an hour old."""
    Site.clear_site_root_paths_cache()
    return Site.get_site_root_paths()


def site_root_paths(request: HttpRequest | None) -> list[SiteRootPath]:
    """Return the root page of each site in each language. Reads them once per request.

    `Page.get_url(request)` and `Page.get_url_parts(request)` find them on the request under the same name. Checked with
    Wagtail 7.4.4 (`Page._get_site_root_paths` in `wagtail/models/pages.py`).
    """
    if request is None:
        return Site.get_site_root_paths()
    if not hasattr(request, "_wagtail_cached_site_root_paths"):
        request._wagtail_cached_site_root_paths = Site.get_site_root_paths()  # type: ignore[attr-defined]  # Wagtail adds it to requests
    return request._wagtail_cached_site_root_paths  # type: ignore[attr-defined]  # Wagtail adds it to requests
