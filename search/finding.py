"""Finds the pages that fit a reader's words best."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pages.index_text import IndexText, parts
from pages.models import (
    ConditionIndexPage,
    ConditionPage,
    LocationIndexPage,
    LocationPage,
    TreatmentIndexPage,
    TreatmentPage,
)
from pages.words import glued, stem, words
from search import databases
from search.excerpts import Marker
from search.query import Query
from search.seen import is_seen, seen_pages
from search.spelling import corrections

MOST = 30
OTHER = _("Other pages")
KINDS = {
    ConditionPage: _("Conditions"),
    ConditionIndexPage: _("Conditions"),
    TreatmentPage: _("Treatments"),
    TreatmentIndexPage: _("Treatments"),
    LocationPage: _("Locations"),
    LocationIndexPage: _("Locations"),
}


@dataclass
class Hit:
    """A page that was found, with the words marked: its title, the other names that fit, and what it says of them."""

    page: Page
    title: str
    names: list[str]
    excerpt: str

    @property
    def kind(self):
        """What readers call pages of this type."""
        return KINDS.get(self.page.content_type.model_class(), OTHER)


@dataclass
class Found:
    """What is found for a query.

    `has_all_words` is False where no page has them all, and the hits have some of them. `correction` is what the
    reader may have meant, "" where nothing seems misspelled.
    """

    query: Query
    hits: list[Hit]
    has_all_words: bool = True
    is_cut: bool = False
    correction: str = ""

    @property
    def groups(self):
        """Pairs of a kind and its hits, that of the best hit first."""
        groups = {}
        for hit in self.hits:
            groups.setdefault(hit.kind, []).append(hit)
        return list(groups.items())


def find(query):
    """Return what is `Found` for the query; at most 30 pages, those that fit best."""
    if not query.words:
        return Found(query, [])
    pages = seen_pages()
    seen = is_seen(pages)
    if entries := _entries(query, seen):
        return _found(query, query, entries, pages)
    return _nearest(query, pages, seen)


def _nearest(query, pages, seen):
    """What the query may have meant, or what has some of its words."""
    corrected = query.corrected(corrections(query.words, pages))
    is_corrected = corrected.words != query.words
    entries = _read(databases.saying(corrected.words), seen) if is_corrected else {}
    entries = entries or _read(databases.saying(corrected.words, any_word=True), seen)
    found = _found(query, corrected, entries, pages)
    found.has_all_words = False
    found.correction = corrected.text if is_corrected and entries else ""
    return found


def _entries(query, seen):
    """The parts of the best entries, by the key of their page; those with the words in their names first."""
    entries = _read(databases.named(query.words, query.glued), seen)
    if len(entries) <= MOST:
        entries |= _read(databases.saying(query.words), seen)
    return entries


def _read(asked, seen):
    fields = (f"{databases.TO_ENTRY}object_id", f"{databases.TO_ENTRY}{databases.TEXT}")
    return {int(key): parts(text) for key, text in databases.best(asked, seen).values_list(*fields)[: MOST + 1]}


def _found(query, meant, entries, pages):
    fit = sorted(entries, key=lambda key: _fit(entries[key], meant), reverse=True)[:MOST]
    shown = pages.filter(pk__in=fit).select_related("content_type")
    by_key = shown.only("title", "url_path", "path", "depth", "content_type").in_bulk()
    marker = Marker(meant.stems)
    hits = [_hit(by_key[key], entries[key], marker) for key in fit if key in by_key]
    return Found(query, hits, is_cut=len(entries) > MOST)


def _fit(entry: IndexText, query: Query) -> tuple[int, ...]:
    """How well an entry fits, for `sorted`: named so, all words in the title, in a name, then as many as there are."""
    titles, names = entry.titles, [*entry.names, *entry.search_words]
    return (
        any(_glued(title) == query.glued for title in titles),
        any(_is_same(title, query) for title in titles),
        any(_glued(name) == query.glued for name in names),
        any(_is_same(name, query) for name in names),
        any(query.stems <= _stems_of(title) for title in titles),
        any(query.stems <= _stems_of(name) for name in names),
        len(query.stems & _stems([*titles, *names])),
        len(query.stems & _stems(entry.headings)),
    )


def _is_same(name, query):
    return _stems_of(name) == query.stems


def _stems(texts):
    return frozenset().union(*map(_stems_of, texts))


@lru_cache(maxsize=10_000)
def _stems_of(name):
    return frozenset(stem(word) for word in words(name))


@lru_cache(maxsize=10_000)
def _glued(name):
    return glued(name)


def _hit(page, entry, marker):
    names = [marker.mark(name) for name in entry.names if next(marker.find(name), None)]
    return Hit(page, marker.mark(page.title), names, marker.excerpt(entry.text))
