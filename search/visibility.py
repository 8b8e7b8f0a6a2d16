"""Which pages the search may show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self, TypeVar

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from pages.languages import hidden_lists, is_source_language, visible
from search.models import NameWord, Term

Rows = TypeVar("Rows", QuerySet[Term], QuerySet[NameWord])


@dataclass(frozen=True)
class Visibility:
    """The pages in a language that are live, fully translated and not private."""

    language_code: str
    private: Q

    @classmethod
    def of_language(cls, language_code: str) -> Self:
        """Return the visibility in this language. Costs one query, for the restrictions and lists of nobody.

        A page is private with the page above it, and an alias with its source. A list of people that readers may not
        see yet counts as private.
        """
        hidden = hidden_lists(language_code).values_list("path", Cast(Value(None), CharField()))
        restrictions = PageViewRestriction.objects.values_list("page__path", "page__aliases__path").union(hidden)
        private = Q()
        for path in {path for pair in restrictions for path in pair if path}:
            private |= Q(path__startswith=path) | Q(alias_of__path__startswith=path)
        return cls(language_code, private)

    @property
    def pages(self) -> PageQuerySet:
        """The pages that may be shown."""
        pages = visible(Page.objects.order_by(), self.language_code)
        return pages.exclude(pk__in=self._private_pages) if self.private else pages

    def get_pages(self, keys: Iterable[int], *fields: str) -> list[Page]:
        """Return the pages with these keys that may be shown, in this order, each with these fields of its entry."""
        needed = ("title", "url_path", "path", "depth", "content_type")
        pages = self.pages.select_related("content_type", "search_entry")
        by_key = pages.only(*needed, *(f"search_entry__{name}" for name in fields)).in_bulk(keys)
        return [by_key[key] for key in dict.fromkeys(keys) if key in by_key]

    def filter(self, rows: Rows) -> Rows:
        """Return the rows of the index in this language, without those of pages that may not be shown.

        The index holds live pages only, so rows in the source language need no join with the pages.
        """
        rows = rows.filter(language_code=self.language_code)
        if not is_source_language(self.language_code):
            return rows.filter(entry__in=self.pages.values("pk"))
        return rows.exclude(entry__in=self._private_pages) if self.private else rows

    @property
    def _private_pages(self) -> QuerySet:
        return Page.objects.order_by().filter(self.private).values("pk")
