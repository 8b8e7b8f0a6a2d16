"""Template variables for every page, listed in the setting `TEMPLATES`."""

from django.http import HttpRequest

from pages.site_context import SiteContext, site_context


def site(request: HttpRequest) -> dict[str, SiteContext]:
    """Return the variable `site`: home page, main location, menu, breadcrumbs and translations. Costs no query."""
    return {"site": site_context(request)}
