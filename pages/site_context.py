"""What a page shows besides its own content: home page, main location, menu, breadcrumbs and translations.

One `SiteContext` exists per request. Templates get it as `site` (see `pages.context_processors`), and code gets it by
`site_context(request)`. Each property is read from the database at most once.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import override
from wagtail.models import Page, Site

from pages.language_links import LanguageLink, language_links
from pages.languages import is_published, is_source_language, reader_language, visible
from pages.location_schedule import entries_since
from pages.navigation import HOME_DEPTH, TOP_DEPTH, Navigation, build_navigation, read_entries
from pages.opening_times import DAY, clinic_day, moment_of
from pages.page_texts import fill_fields
from pages.placeholders import Facts, Filler
from pages.restrictions import is_restricted
from pages.schedule import DEFAULT_CLOSURE_DAYS, Schedule
from pages.site_memory import Kept, memory
from pages.site_version import current_version
from pages.wagtail_private import read_site_root_paths, set_site, set_site_root_paths, site_root_paths

if TYPE_CHECKING:
    from pages.models import LocationPage, PersonPage

# Page types are named as in `parent_page_types`: this app does not import `home`, and locations import this module.
HOME_PAGE = "home.HomePage"
LOCATION_PAGE = "pages.LocationPage"
T = TypeVar("T")
SAFE_IN_URL = "!$&'()*+,;=/~:@"  # characters that Django does not quote in a URL


class SiteContext:
    """The site as the reader of one request sees it.

    `request` is None outside of requests, for example in mails. `page` is the page that is served; `BasePage` sets it.
    `trail` holds the pages from the home page to the served page; `pages.routing` sets it. `linked_pages` is the cache
    of `pages.links`. `query_in_other_languages` is the end of the page's address in the other languages too, such as
    `?q=sciatica`.

    What is the same for every reader is kept in memory until the site changes: see `keep`.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        self.request = request
        self.page: Page | None = None
        self.trail: list[Page] = []
        self.linked_pages: dict[int, dict[int, Page]] = {}
        self.query_in_other_languages = ""
        self._tree_urls: dict[str, str] = {}
        self._has_own_site = False
        self._changes_of_parts: list[datetime.datetime] = []

    @cached_property
    def version(self) -> int:
        """The version of the site. It is read before anything else that is kept, so that nothing kept is newer."""
        return current_version()

    @property
    def may_keep(self) -> bool:
        """Whether this response may be made of kept values: a page as every reader without a session gets it."""
        request = self.request
        if request is None or request.method not in ("GET", "HEAD"):
            return False
        is_preview = getattr(request, "is_preview", False) or getattr(request, "is_dummy", False)
        return not is_preview and settings.SESSION_COOKIE_NAME not in request.COOKIES

    def keep(
        self, name: str, make: Callable[[], T], *variant: Hashable, is_kept: Callable[[T], bool] = lambda value: True
    ) -> T:
        """Return what `make` returns: from memory, if it was made in this language since the last change of the site.

        `variant` says on what else the value depends. A value for which `is_kept` returns False is not stored. A value
        that changes with time is kept until then, and nothing is kept beyond midnight. Nobody may change the value.
        """
        if not self.may_keep:
            return make()
        # A text that is translated when it is shown changes its hash with the language: it would be lost as a key.
        fixed = (str(value) if isinstance(value, Promise) else value for value in variant)
        key = (name, reader_language(), *fixed)
        kept = memory.find(key, self.version)
        if kept is None:
            now = timezone.now()
            value = make()
            midnight = moment_of(clinic_day(now) + DAY)
            kept = Kept(value, self.version, min(filter(None, [midnight, self.next_change])), self.next_change)
            if is_kept(value):
                memory.store(key, kept)
        if kept.next_change:
            self._changes_of_parts.append(kept.next_change)
        return kept.value

    def find_own_site(self) -> None:
        """Set the site and the root pages of the request, where Wagtail looks for them, from what is kept."""
        if self.request is not None and not self._has_own_site:
            self._has_own_site = True
            request, host = self.request, f"{self.request.get_host()}:{self.request.get_port()}"
            set_site(request, self.keep("site", lambda: Site.find_for_request(request), host))
            set_site_root_paths(request, self.keep("root paths", read_site_root_paths))

    @cached_property
    def language_code(self) -> str:
        """The code of the reader's language, for example `es`."""
        return reader_language()

    @cached_property
    def home(self) -> Page | None:
        """The home page in the reader's language, as a `HomePage`. None if it does not exist or is not visible.

        While a home page is served or previewed, this is that page, so that a preview shows its unpublished texts.
        """
        if self.is_home:
            return self.page
        return self._filled(self._homes.get(self.language_code))

    @cached_property
    def home_or_source(self) -> Page | None:
        """The home page in the reader's language, otherwise the one in the source language; None without both."""
        return self.home or self._filled(self._homes.get(settings.LANGUAGE_CODE))

    @cached_property
    def location(self) -> "LocationPage | None":
        """The location whose phone, address and hours the page shows: on a location's page that one, else the main one.

        In the reader's language, otherwise in the source language. None if no home page names a main location, or if it
        is not published.
        """
        location = self._served_location or self._filled(self._main_location)
        if location:
            self.copy_hours(location)
        return location

    def copy_hours(self, location: "LocationPage") -> None:
        """Give a translation of a location the hours and holidays of its source page.

        Staff change them on the source page. The translation would have the former ones until its next synchronization.
        """
        for page in self._location_pages:
            is_source = is_source_language(page.locale.language_code) and page.pk != location.pk
            if is_source and page.translation_key == location.translation_key:
                source = page.locationpage
                location.hours, location.observed_holidays = source.hours, source.observed_holidays

    @cached_property
    def locations(self) -> "list[LocationPage]":
        """All published locations, each in the reader's language, otherwise in the source language. The main one first.

        Restricted locations are left out.
        """
        trees = tuple(home.path for home in self._homes.values())
        pages = [page for page in self._location_pages if not page.is_restricted and page.path.startswith(trees)]
        in_source = [page for page in pages if is_source_language(page.locale.language_code)]
        in_language = [page for page in pages if page.locale.language_code == self.language_code]
        chosen = {page.translation_key: copy(page.locationpage) for page in [*in_source, *in_language]}
        locations = sorted(chosen.values(), key=lambda one: one.translation_key != self._main_location_key)
        for location in locations:
            self.copy_hours(location)
        return [self.fill_fields(location) for location in locations]

    @cached_property
    def towns(self) -> "list[tuple[str, LocationPage]]":
        """The locations for the footer and the like and their labels. Only the served page if that is a location's."""
        return [(town, one) for town, one in self.all_towns if one is self.location or not self._served_location]

    @cached_property
    def all_towns(self) -> "list[tuple[str, LocationPage]]":
        """All locations, each with a label: its town, or its title if two have one town. "" if there is one location.

        The served page replaces its published version, so that a preview shows its own hours.
        """
        if self.location is None:
            return []
        key = self.location.translation_key
        shown = [self.location if one.translation_key == key else one for one in self.locations]
        if self.location not in shown:
            shown.append(self.location)
        return [(self.town_of(one) if len(shown) > 1 else "", one) for one in shown]

    @property
    def town(self) -> str:
        """The label of `location`; "" if there is one location."""
        return next((town for town, one in self.all_towns if one is self.location), "")

    def town_of(self, location: "LocationPage") -> str:
        """Return the town of the location, or its title if another location is in the same town."""
        cities = Counter(one.city for one in self.locations)
        return location.city if cities[location.city] < 2 else location.title

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
    def people(self) -> "list[PersonPage]":
        """The people whose pages point to the served page, in the order of their list, if readers may see them."""
        page: Any = self.page
        if page is None or not hasattr(page, "people_pointing_here"):
            return []
        if not self.keep("has people", lambda: visible(Page.objects.filter(personpage__isnull=False)).exists()):
            return []
        return list(visible(page.people_pointing_here(), self.language_code).select_related("locale").order_by("path"))

    @cached_property
    def schedule(self) -> Schedule:
        """What closures, special hours and announcements say at this moment. One query."""
        home = self._homes.get(settings.LANGUAGE_CODE)
        days = home.closure_days if home else DEFAULT_CLOSURE_DAYS
        now = timezone.now()
        entries = self.keep("entries", lambda: entries_since(moment_of(clinic_day(now))))
        return Schedule(now, self.language_code, days, entries)

    @property
    def next_change(self) -> datetime.datetime | None:
        """The next moment at which the response changes by itself; None if it shows nothing that changes with time."""
        own = [self.schedule.next_change()] if "schedule" in vars(self) else []
        return min([*own, *self._changes_of_parts], default=None)

    @property
    def clinic_name(self) -> str:
        """The name of the clinic, which is the same in every language; "" if there is no home page."""
        return self.home_or_source.clinic_name if self.home_or_source else ""

    @cached_property
    def facts(self) -> Facts:
        """The facts about the clinic for placeholders in texts."""
        home = (
            self.page
            if self.is_home
            else self._homes.get(self.language_code) or self._homes.get(settings.LANGUAGE_CODE)
        )
        clinic = Facts(clinic=home.clinic_name if home else "")
        location = self._served_location or self._main_location
        return _with_numbers(clinic, location) if location else clinic

    def facts_for(self, page: Any) -> Facts:
        """Return the facts for the placeholders in the texts of a page or row: a location's own facts for its page."""
        return _with_numbers(self.facts, page) if page._meta.label == LOCATION_PAGE else self.facts

    def fill_fields(self, page: Any) -> Any:
        """Fill the placeholders in the text fields of a page or row, and return it. Its streams are not filled."""
        fill_fields(page, Filler(self.facts_for(page)))
        return page

    def _filled(self, page: Page | None) -> Page | None:
        """Return a filled copy of a kept page, which nobody may change."""
        return page and self.fill_fields(copy(page))

    @property
    def _served_location(self) -> Any:
        """The served page if it is a location's."""
        return self.page if self.page is not None and self.page._meta.label == LOCATION_PAGE else None

    @property
    def _main_location(self) -> "LocationPage | None":
        translations = [page for page in self._location_pages if page.translation_key == self._main_location_key]
        by_language = {page.locale.language_code: page.locationpage for page in translations}
        return by_language.get(self.language_code) or by_language.get(settings.LANGUAGE_CODE)

    @property
    def home_url(self) -> str:
        """The URL of the home page in the reader's language; of the source language if that has no home page."""
        has_home = is_source_language(self.language_code) or self.navigation.menu
        with override(self.language_code if has_home else settings.LANGUAGE_CODE):
            return reverse("wagtail_serve", args=[""])

    @cached_property
    def navigation(self) -> Navigation:
        """The menu and the notices in the footer. One query, however many pages there are."""
        return build_navigation(self, self._navigation_entries)

    @cached_property
    def place_in_menu(self) -> tuple[str, str]:
        """The tree paths of the entries of the menu that are marked: that of the served page, and its section.

        "" for one that the menu does not have. Pages with the same place have the same menu.
        """
        path = self.page.path if self.page else ""
        section = path[: Page.steplen * TOP_DEPTH]
        return path if path in self._paths_of_entries else "", section if section in self._paths_of_entries else ""

    @cached_property
    def place_in_footer(self) -> str:
        """The tree path of the served page if the footer links to it; else ""."""
        is_linked = self.page is not None and self._paths_of_entries.get(self.page.path)
        return self.page.path if self.page and is_linked else ""

    @property
    def _paths_of_entries(self) -> dict[str, bool]:
        """The tree paths of the entries of the menu and the footer; those of the footer are True."""
        return self.keep("paths", lambda: {entry.path: entry.is_notice for entry in self._navigation_entries})

    @property
    def served_location_key(self) -> int | None:
        """The key of the served page if it is a location's. Header and footer then show that location."""
        location = self._served_location
        return location.pk if location else None

    @property
    def is_home(self) -> bool:
        """Whether the served page is the home page."""
        return self.page is not None and self.page._meta.label == HOME_PAGE

    @property
    def _navigation_entries(self) -> list[Page]:
        return self.keep("navigation", lambda: list(read_entries(self.language_code)))

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

        The source language comes first. No query while the site has one language.
        """
        others = [page for page in self._in_other_languages if self._is_served_page(page)]
        if self.page is None or not others:
            return []
        return sorted([self.page, *others], key=lambda page: not is_source_language(page.locale.language_code))

    @cached_property
    def languages_with_home(self) -> list[str]:
        """The codes of the other languages that have a home page which readers may see."""
        key = self.home_or_source.translation_key if self.home_or_source else None
        return [page.locale.language_code for page in self._in_other_languages if page.translation_key == key]

    @cached_property
    def language_links(self) -> list[LanguageLink]:
        """The links to the served page in other languages."""
        return list(language_links(self))

    def language_help(self, code: str) -> Page | None:
        """Return the page about help in the language `code`, in that language; None if readers may not see one."""
        pages = (page for page in self._in_other_languages if page.is_language_help)
        return next((page for page in pages if page.locale.language_code == code), None)

    @property
    def _language_help_id(self) -> int | None:
        """The primary key of the page about help in other languages that the home page names."""
        home = self._homes.get(settings.LANGUAGE_CODE)
        return home.language_help_id if home else None

    def _is_served_page(self, page: Page) -> bool:
        return self.page is not None and page.translation_key == self.page.translation_key

    @cached_property
    def _in_other_languages(self) -> list[Page]:
        """The served page and the home page in the other languages. One query for each other language."""
        return self.keep("in other languages", self._read_in_other_languages, self.page.pk if self.page else None)

    def _read_in_other_languages(self) -> list[Page]:
        own = self.page.locale.language_code if self.page else self.language_code
        codes = sorted({root.language_code for root in site_root_paths(self.request)} - {own})
        pages = [page for page in (self.page, self.home_or_source) if page is not None]
        keys = {page.translation_key for page in pages}
        help_key = Page.objects.filter(pk=self._language_help_id).values("translation_key")
        same = Page.objects.filter(Q(translation_key__in=keys) | Q(translation_key__in=help_key))
        same = same.select_related("locale").annotate(is_language_help=Q(translation_key__in=help_key))
        return [page for code in codes for page in visible(same, code)]

    @cached_property
    def is_unreviewed_translation(self) -> bool:
        """Whether the served page is a translation that no person has reviewed as it is.

        No query if `pages.routing` found the page: it reads the status with the trail.
        """
        if self.page is None or is_source_language(self.page.locale.language_code):
            return False
        page = next((page for page in self.trail if page.pk == self.page.pk), self.page)
        status = getattr(page, "translation_status", None)
        return not (status and status.reviewed_text and status.reviewed_text == status.published_text)

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
        self.find_own_site()
        url = page.get_url(self.request)
        if url and url.endswith(f"/{below}"):
            self._tree_urls[tree] = url.removesuffix(below)
        return url

    @cached_property
    def _homes(self) -> dict[str, Page]:
        """The home pages by language code, each as a `HomePage`."""
        found: dict[str, Page] = {}
        for page in self._pages_around:
            if hasattr(page, "homepage"):
                found.setdefault(page.locale.language_code, page.homepage)
        return found

    @cached_property
    def _location_pages(self) -> list[Page]:
        """The locations, in the order of the tree. `locationpage` is the `LocationPage`."""
        return [page for page in self._pages_around if hasattr(page, "locationpage")]

    @cached_property
    def _main_location_key(self) -> Any:
        """The translation key of the main location; None if the home page names none, or if it is not published."""
        home = self._homes.get(settings.LANGUAGE_CODE)
        keys = {page.pk: page.translation_key for page in self._location_pages}
        return keys.get(home.main_location_id) if home else None

    @cached_property
    def _pages_around(self) -> list[Page]:
        return self.keep("pages around", self._read_pages_around)

    def _read_pages_around(self) -> list[Page]:
        """The home pages, locations and forms for referring offices, by one query.

        In the reader's language and in the source language. `is_restricted` is whether a restriction hides the page.
        """
        home_keys = Site.objects.filter(is_default_site=True).values("root_page__translation_key")
        homes = Page.objects.filter(translation_key__in=home_keys)
        source_homes = homes.filter(locale__language_code=settings.LANGUAGE_CODE)
        form_keys = source_homes.values("homepage__referral_form__translation_key")
        around = Q(translation_key__in=home_keys) | Q(locationpage__isnull=False) | Q(translation_key__in=form_keys)
        in_source_language = Q(locale__language_code=settings.LANGUAGE_CODE, live=True)
        published = in_source_language | is_published(self.language_code)
        pages = Page.objects.filter(around).filter(published)
        pages = pages.select_related("locale", "homepage", "locationpage")
        pages = pages.annotate(is_restricted=ExpressionWrapper(is_restricted(), BooleanField()))
        found = list(pages.order_by("path"))
        for page in found:
            for page_type in ("homepage", "locationpage"):
                if specific := getattr(page, page_type, None):
                    specific.locale = page.locale
        return found


def _with_numbers(facts: Facts, location: Any) -> Facts:
    return replace(facts, phone=location.phone, fax=location.fax, city=location.city)


def site_context(request: HttpRequest | None) -> SiteContext:
    """Return the request's `SiteContext`, the same for each call; a new one for no request."""
    if request is None:
        return SiteContext()
    if not hasattr(request, "site_context"):
        request.site_context = SiteContext(request)  # type: ignore[attr-defined]  # only this function uses it
    return request.site_context  # type: ignore[attr-defined]  # set above or by an earlier call
