"""The mixin for pages that list all pages of a type, on several pages if there are many."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils.functional import Promise, cached_property
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from pages.alphabet import index_letter, sorting_key
from pages.languages import visible
from pages.site_context import site_context

MOST_ON_ONE_PAGE = 100
MOST_IN_A_GROUP = 12  # of a list with more than that
LIST = "list"  # begins the address of a part below that of the page: `list/neck/`, `list/a/2/`


@dataclass(frozen=True)
class Part:
    """A part of a long list: at most 100 pages of a group or letter, and the addresses of the parts around it."""

    label: str | Promise
    pages: list[Page]
    previous_address: str = ""
    next_address: str = ""


class LongListMixin(models.Model):
    """Lists the pages below this one in groups and from A to Z.

    With more than 100 pages, it lists the first ones of each group, and all of them on pages of their own:
    `list/<group>/` and `list/<letter>/`.
    """

    listed_type: Any  # the page type that is listed; its `menu_groups`-like choices are `list_groups`
    list_groups: type[models.TextChoices]
    has_parts = True

    class Meta:
        abstract = True

    def listed_pages(self) -> QuerySet:
        """Return the pages that readers may see, in the order of the menu, without their long texts."""
        pages = self.listed_type.objects.child_of(self).defer("body", "sources", "introduction")
        return visible(pages, self.language_code).order_by("path")  # type: ignore[attr-defined]  # of BasePage

    def pages_in_group(self, group: str) -> QuerySet:
        """Return the pages of a group, the first ones to show first."""
        raise NotImplementedError

    @cached_property
    def is_long(self) -> bool:
        """Whether there are too many pages for one list. One query, until the site changes."""
        return self.keep("is long", lambda: self.listed_pages().count() > MOST_ON_ONE_PAGE)  # type: ignore[attr-defined]

    @property
    def letters(self) -> dict[str, list[str]]:
        """The letters with which titles begin, in order, each with its spellings, such as A and Á."""
        firsts = self.listed_pages().order_by().values_list(Substr("title", 1, 1), flat=True).distinct()
        code = self.language_code  # type: ignore[attr-defined]  # of BasePage
        letters: dict[str, list[str]] = {}
        for first in sorted(firsts, key=lambda one: sorting_key(one, code)):
            letters.setdefault(index_letter(first, code), []).append(first)
        return letters

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Return the route for the page or for a part of its list; raise `Http404` for other addresses."""
        if self.is_long and path_components[:1] == [LIST] and len(path_components) in (2, 3):
            key, number = [*path_components[1:], "1"][:2]
            make = partial(self.part, request, key, int(number) if number.isdecimal() else 0)
            if part := site_context(request).keep("part of list", make, self.pk, key, number, is_kept=bool):
                return RouteResult(self, kwargs={"part": part})
        return super().route(request, path_components)  # type: ignore[misc]  # of Page

    def part(self, request: HttpRequest, key: str, number: int) -> Part | None:
        """Return a part of the list of a group or letter, counted from 1; None if there is none."""
        found = self._pages_of_part(key)
        if found is None or number < 1:
            return None
        label, pages = found
        start = (number - 1) * MOST_ON_ONE_PAGE
        shown = list(pages[start : start + MOST_ON_ONE_PAGE + 1])
        address = f"{self.get_url(request)}{LIST}/{quote(key)}/"  # type: ignore[attr-defined]  # of Page
        before = "" if number == 1 else address if number == 2 else f"{address}{number - 1}/"
        after = f"{address}{number + 1}/" if len(shown) > MOST_ON_ONE_PAGE else ""
        return Part(label, shown[:MOST_ON_ONE_PAGE], before, after) if shown else None

    def _pages_of_part(self, key: str) -> tuple[str | Promise, QuerySet] | None:
        if key in self.list_groups.values:
            return self.list_groups(key).label, self.pages_in_group(key)
        letters = {letter.lower(): letter for letter in self.letters}
        if key not in letters:
            return None
        pages = self.listed_pages().annotate(first=Substr("title", 1, 1))
        return letters[key], pages.filter(first__in=self.letters[letters[key]]).order_by("title", "path")

    def get_context(self, request: HttpRequest, *args: Any, part: Part | None = None, **kwargs: Any) -> dict[str, Any]:
        """Return the template context, with `part` if only a part of the list is shown."""
        return super().get_context(request, *args, **kwargs) | {"part": part}  # type: ignore[misc]  # of Page
