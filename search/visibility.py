"""Which pages the search may show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self, TypeVar

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages.languages import hidden_lists, is_source_language, visible
from pages.restrictions import is_restricted
from search.models import NameWord, Term

Rows = TypeVar("Rows", QuerySet[Term], QuerySet[NameWord])


@dataclass(frozen=True)
class Visibility:
    """The pages in a language that are live, fully translated and not restricted."""

    language_code: str
    restricted: frozenset[int]

    @classmethod
    def of_language(cls, language_code: str) -> Self:
        """Return the visibility in this language. Costs one query, for restricted pages and hidden lists."""
        hidden = is_restricted() | Q(pk__in=hidden_lists(language_code).values("pk"))
        return cls(language_code, frozenset(Page.objects.order_by().filter(hidden).values_list("pk", flat=True)))

    @property
    def pages(self) -> PageQuerySet:
        """The pages that may be shown."""
        return visible(Page.objects.order_by(), self.language_code)

    def get_pages(self, keys: Iterable[int], *fields: str) -> list[Page]:
        """Return the pages with these keys, in this order, each with these fields of its entry.

        The keys must come from rows that `filter` has returned. Pages that are not live any more are left out.
        """
        needed = ("title", "url_path", "path", "depth", "content_type")
        pages = Page.objects.order_by().filter(live=True).select_related("search_entry")
        by_key = pages.only(*needed, *(f"search_entry__{name}" for name in fields)).in_bulk(keys)
        return [by_key[key] for key in dict.fromkeys(keys) if key in by_key]

    def filter(self, rows: Rows) -> Rows:
        """Return the rows of the index in this language, without those of pages that may not be shown.

        The index holds live pages only, so rows in the source language need no join with the pages.
        """
        rows = rows.filter(language_code=self.language_code)
        if not is_source_language(self.language_code):
            return rows.filter(entry__in=self.pages.values("pk"))
        return rows.exclude(entry__in=self.restricted) if self.restricted else rows
