"""From an address to its page, and from an old address to the new one.

Wagtail's own routing asks the database twice for each part of the path, and answers an address in a language
that has no home page with the English one. Here the whole path is one query, in one language.
"""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.http import Http404
from django.utils.text import slugify
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from pages.languages import is_source_language, reader_language, visible


def find_route(request, path):
    """Return the `RouteResult` for a path such as `conditions-we-treat/mid-back-pain/`, None where no page is.

    Leaves the pages from home down to it at `request.page_trail`, for the breadcrumbs and the menu.
    """
    root_path = _root_path(request)
    if not root_path:
        return None
    parts = [part for part in path.split("/") if part]
    addresses = [root_path + "".join(f"{part}/" for part in parts[:count]) for count in range(len(parts) + 1)]
    pages = visible(Page.objects.filter(url_path__in=addresses))
    pages = pages.annotate(is_restricted=Exists(restrictions_above(OuterRef("path"))))
    trail = list(pages.select_related("locale", "content_type").order_by("depth"))
    if not trail or trail[0].url_path != root_path:
        return None
    rest = parts[addresses.index(trail[-1].url_path) :]
    page = _specific(trail[-1])
    try:
        route = page.route(request, rest)
    except Http404:
        return None
    request.page_trail = trail
    return RouteResult(*route)


def _specific(page):
    """The page as its own type, without another query for its type and language."""
    specific = page.content_type.get_object_for_this_type(pk=page.pk)
    specific.locale = page.locale
    specific.is_known_to_be_open = not page.is_restricted
    return specific


def restrictions_above(path):
    """The restrictions on the page with this tree path and on those above it; an alias has those of its source."""
    start = Substr(path, 1, Length("page__path"))
    alias_start = Substr(path, 1, Length("page__aliases__path"))
    return PageViewRestriction.objects.filter(Q(page__path=start) | Q(page__aliases__path=alias_start))


def _root_path(request):
    """The tree path of the home page in the reader's language; None while that has none."""
    site = Site.find_for_request(request)
    if not site:
        return None
    # Wagtail keeps them at the request under this name too, for the addresses of all links on the page.
    request._wagtail_cached_site_root_paths = Site.get_site_root_paths()
    for root in request._wagtail_cached_site_root_paths:
        if root.site_id == site.pk and root.language_code == reader_language():
            return root.root_path
    return None


def find_redirect(request):
    """Return `(address, is_permanent)` for an address that has moved, `(None, False)` where it has not.

    Knows the redirects that staff see in the admin. Those of the clinic's former site are among them, which had
    every page at its top: there neither case, nor a slash at the end, nor the signs it put into
    addresses (`/Joints%2FBursa-Pain/`) make a difference.
    """
    old_paths = [
        Redirect.normalise_path(request.get_full_path()),
        Redirect.normalise_path(request.path),
        Redirect.normalise_path(request.path.lower()),
        "/" + slugify(request.path.replace("/", "-")),
    ]
    if any("\0" in path for path in old_paths):
        return None, False
    site = Site.find_for_request(request)
    known = {r.old_path: r for r in Redirect.get_for_site(site).filter(old_path__in=old_paths)}
    for redirect in (known[path] for path in old_paths if path in known):
        address = _address(request, redirect)
        if address and address != request.path:
            return address, redirect.is_permanent
    return _lower_case_address(request), True


def _address(request, redirect):
    if redirect.redirect_page and not redirect.redirect_page.live:
        return None
    return redirect.link


def _lower_case_address(request):
    """The page's address where only capitals keep the request from finding it."""
    if request.path == request.path.lower():
        return None
    language_prefix = "/" if is_source_language(reader_language()) else f"/{reader_language()}/"
    route = find_route(request, request.path.lower().removeprefix(language_prefix))
    return route.page.get_url(request) if route else None
