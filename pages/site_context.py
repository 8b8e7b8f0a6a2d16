"""What a page shows besides its own content: home page, main location, menu, breadcrumbs and translations.

One `SiteContext` exists per request. Templates get it as `site` (see `pages.context_processors`), and code gets it by
`site_context(request)`. Each property is read from the database at most once.
"""

import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction, Site

from pages.languages import is_source_language, is_visible, readable_translations, reader_language
from pages.navigation import HOME_DEPTH, Navigation, build_navigation
from pages.page_texts import fill_fields
from pages.placeholders import Facts, Filler
from pages.schedule import DEFAULT_CLOSURE_DAYS, Schedule
from pages.wagtail_private import site_root_paths

if TYPE_CHECKING:
    from pages.models import LocationPage

# The page type is named as in `parent_page_types`, because this app does not import `home`.
HOME_PAGE = "home.HomePage"
SAFE_IN_URL = "!$&'()*+,;=/~:@"  # characters that Django does not quote in a URL


class SiteContext:
    """The site as the reader of one request sees it.

    `request` is None outside of requests, for example in mails. `page` is the page that is served; `BasePage` sets it.
    `trail` holds the pages from the home page to the served page; `pages.routing` sets it. `linked_pages` is the cache
    of `pages.links`.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        self.request = request
        self.page: Page | None = None
        self.trail: list[Page] = []
        self.linked_pages: dict[int, dict[int, Page]] = {}
        self._tree_urls: dict[str, str] = {}

    @cached_property
    def language_code(self) -> str:
        """The code of the reader's language, for example `es`."""
        return reader_language()

    @cached_property
    def home(self) -> Page | None:
        """The home page in the reader's language, as a `HomePage`. None if it does not exist or is not visible.

        While a home page is served or previewed, this is that page, so that a preview shows its unpublished texts.
        """
        if self.page is not None and self.page._meta.label == HOME_PAGE:
            return self.page
        return self._filled(self._homes.get(self.language_code))

    @cached_property
    def home_or_source(self) -> Page | None:
        """The home page in the reader's language, otherwise the one in the source language; None without both."""
        return self.home or self._filled(self._homes.get(settings.LANGUAGE_CODE))

    @cached_property
    def location(self) -> "LocationPage | None":
        """The main location in the reader's language, otherwise in the source language.

        None if no home page names a main location, or if it is not published.
        """
        location = self._filled(self._main_location)
        if location:
            self.copy_hours(location)
        return location

    def copy_hours(self, location: "LocationPage") -> None:
        """Give a translation of the main location the hours and holidays of its source page.

        Staff change them on the source page. The translation would have the former ones until its next synchronization.
        """
        source = self._locations.get(settings.LANGUAGE_CODE)
        if source and source.translation_key == location.translation_key and source.pk != location.pk:
            location.hours, location.observed_holidays = source.hours, source.observed_holidays

    @cached_property
    def referral_form(self) -> Page | None:
        """The form for referring offices in the reader's language, otherwise in the source language.

        None if the home page names no form, or if that form is not published or is restricted.
        """
        home = self._homes.get(settings.LANGUAGE_CODE)
        chosen = {page.pk: page for page in self._pages_around if not page.is_restricted}
        source = chosen.get(home.referral_form_id) if home else None
        translations = [page for page in chosen.values() if source and page.translation_key == source.translation_key]
        return next((page for page in translations if page.locale.language_code == self.language_code), source)

    @cached_property
    def schedule(self) -> Schedule:
        """What closures, special hours and announcements say at this moment. One query."""
        home = self._homes.get(settings.LANGUAGE_CODE)
        days = home.closure_days if home else DEFAULT_CLOSURE_DAYS
        return Schedule(timezone.now(), self.language_code, days)

    @property
    def next_change(self) -> datetime.datetime | None:
        """The next moment at which the response changes by itself; None if it shows nothing that changes with time."""
        return self.schedule.next_change() if "schedule" in vars(self) else None

    @property
    def clinic_name(self) -> str:
        """The name of the clinic, which is the same in every language; "" if there is no home page."""
        return self.home_or_source.clinic_name if self.home_or_source else ""

    @cached_property
    def facts(self) -> Facts:
        """The facts about the clinic for placeholders in texts."""
        is_home = self.page is not None and self.page._meta.label == HOME_PAGE
        home = self.page if is_home else self._homes.get(self.language_code) or self._homes.get(settings.LANGUAGE_CODE)
        location = self._main_location
        numbers = {"phone": location.phone, "fax": location.fax, "city": location.city} if location else {}
        return Facts(clinic=home.clinic_name if home else "", **numbers)

    def fill_fields(self, page: Any) -> Any:
        """Fill the placeholders in the text fields of a page or row, and return it. Its streams are not filled."""
        fill_fields(page, Filler(self.facts))
        return page

    def _filled(self, page: Page | None) -> Page | None:
        return page and self.fill_fields(page)

    @property
    def _main_location(self) -> "LocationPage | None":
        return self._locations.get(self.language_code) or self._locations.get(settings.LANGUAGE_CODE)

    @property
    def home_url(self) -> str:
        """The URL of the home page in the reader's language; of the source language if that has no home page."""
        has_home = is_source_language(self.language_code) or self.navigation.menu
        with override(self.language_code if has_home else settings.LANGUAGE_CODE):
            return reverse("wagtail_serve", args=[""])

    @cached_property
    def navigation(self) -> Navigation:
        """The menu and the notices in the footer. One query, however many pages there are."""
        return build_navigation(self)

    @cached_property
    def breadcrumbs(self) -> list[Page]:
        """The pages above the served page, home page first; [] for the home page or without a page."""
        if self.page is None:
            return []
        if self.trail and self.trail[-1].pk == self.page.pk:
            return self.trail[:-1]
        return list(self.page.get_ancestors().filter(depth__gte=HOME_DEPTH))

    @cached_property
    def translations(self) -> list[Page]:
        """The served page in every language in which readers may see it; [] if there is only one.

        The source language comes first. One query, and none while the site has one language.
        """
        if self.page is None:
            return []
        codes = {root.language_code for root in site_root_paths(self.request)}
        return readable_translations(self.page, codes)

    @cached_property
    def is_unreviewed_translation(self) -> bool:
        """Whether the served page is a translation that no person has reviewed as it is. No query in English."""
        if self.page is None or is_source_language(self.page.locale.language_code):
            return False
        # The related object, because `pages.models` imports this module.
        status = Page.objects.filter(pk=self.page.pk, translation_status__reviewed_text__gt="")
        return not status.filter(translation_status__reviewed_text=F("translation_status__published_text")).exists()

    def page_url(self, page: Page) -> str | None:
        """Return the same as `page.get_url(request)`; for fifty pages as fast as for one.

        Wagtail computes the URL of the first page of each tree. The URLs of the others differ by their paths only.
        """
        if self.request is None or page.url_path.count("/") < 2:
            return page.get_url(self.request)
        _root, tree, below = page.url_path.split("/", 2)
        below = quote(below, safe=SAFE_IN_URL)
        if tree in self._tree_urls:
            return self._tree_urls[tree] + below
        url = page.get_url(self.request)
        if url and url.endswith(f"/{below}"):
            self._tree_urls[tree] = url.removesuffix(below)
        return url

    @cached_property
    def _homes(self) -> dict[str, Page]:
        """The home pages by language code, each as a `HomePage`."""
        return self._by_language("homepage")

    @cached_property
    def _locations(self) -> dict[str, "LocationPage"]:
        """The main location by language code."""
        return self._by_language("locationpage")

    def _by_language(self, page_type: str) -> dict[str, Page]:
        found = {}
        for page in self._pages_around:
            specific = getattr(page, page_type, None)
            if specific is not None:
                specific.locale = page.locale
                found.setdefault(page.locale.language_code, specific)
        return found

    @cached_property
    def _pages_around(self) -> list[Page]:
        """The home pages, main locations and forms for referring offices, by one query.

        In the reader's language and in the source language. `is_restricted` is whether a restriction hides the page.
        """
        home_keys = Site.objects.filter(is_default_site=True).values("root_page__translation_key")
        homes = Page.objects.filter(translation_key__in=home_keys)
        source_homes = homes.filter(locale__language_code=settings.LANGUAGE_CODE)
        location_keys = source_homes.values("homepage__main_location__translation_key")
        form_keys = source_homes.values("homepage__referral_form__translation_key")
        around = (
            Q(translation_key__in=home_keys) | Q(translation_key__in=location_keys) | Q(translation_key__in=form_keys)
        )
        in_source_language = Q(locale__language_code=settings.LANGUAGE_CODE, live=True)
        visible = in_source_language | is_visible(self.language_code)
        pages = Page.objects.filter(around).filter(visible).select_related("locale", "homepage", "locationpage")
        return list(pages.annotate(is_restricted=Exists(_restrictions())).order_by("path"))


def _restrictions() -> QuerySet:
    """Return the restrictions on the page in the outer query or on a page above it."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return PageViewRestriction.objects.annotate(path=path).filter(path__startswith=F("page__path"))


def site_context(request: HttpRequest | None) -> SiteContext:
    """Return the request's `SiteContext`, the same for each call; a new one for no request."""
    if request is None:
        return SiteContext()
    if not hasattr(request, "site_context"):
        request.site_context = SiteContext(request)  # type: ignore[attr-defined]  # only this function uses it
    return request.site_context  # type: ignore[attr-defined]  # set above or by an earlier call
