"""The pages of the site that `pages.vital_pages` protects for this app: the home pages and the main location."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from home.models import HomePage
from pages.vital_pages import VitalPage

HOME = _(
    "“%(page)s” is a home page: the pages of its language are below it, and readers could not open any of them. "
    "It stays public and in its place. Change its text instead."
)
MAIN_LOCATION = _(
    "“%(page)s” is or contains the main location, whose phone, address and hours are shown on every page. "
    "Choose another main location on the home page first."
)


def vital_pages() -> list[VitalPage]:
    """Return the home pages and the main location (hook `register_vital_pages`).

    A translated home page is vital while there are live pages below it.
    """
    sites = Site.objects.all()
    live_below = Page.objects.live().filter(path__startswith=OuterRef("path"), depth__gt=OuterRef("depth"))
    homes = Page.objects.filter(translation_key__in=sites.values("root_page__translation_key"))
    homes = homes.filter(Q(pk__in=sites.values("root_page")) | Exists(live_below))
    locations = Page.objects.filter(pk__in=HomePage.objects.values("main_location"))
    return [*(VitalPage(page, HOME) for page in homes), *(VitalPage(page, MAIN_LOCATION) for page in locations)]
