"""Search the site: find the pages for a query, rank them, and describe each."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pages.models import (
    ConditionIndexPage,
    ConditionPage,
    LocationIndexPage,
    LocationPage,
    TreatmentIndexPage,
    TreatmentPage,
)
from search.candidates import with_all_words, with_any_word, with_names
from search.excerpts import Highlighter
from search.models import Entry
from search.query import Query
from search.spelling import corrections
from search.tokens import join_words, stem, tokenize
from search.visibility import Visibility

MAX_RESULTS = 30
OTHER_PAGES = _("Other pages")
GROUPS = {
    ConditionPage: _("Conditions"),
    ConditionIndexPage: _("Conditions"),
    TreatmentPage: _("Treatments"),
    TreatmentIndexPage: _("Treatments"),
    LocationPage: _("Locations"),
    LocationIndexPage: _("Locations"),
}


@dataclass
class Result:
    """A page that was found: its title, the other names that match and an excerpt, with the words highlighted."""

    page: Page
    title: SafeString
    names: list[SafeString]
    excerpt: SafeString

    @property
    def group(self) -> Promise:
        """The heading under which the result is listed."""
        return GROUPS.get(self.page.content_type.model_class(), OTHER_PAGES)


@dataclass
class Results:
    """The results of a query, the best first.

    `has_all_words` is False if no page contains all words, and the results contain some of them. `is_cut` says that
    there are more. `correction` is the query with its spelling corrected, "" if nothing was corrected.
    """

    query: Query
    results: list[Result]
    has_all_words: bool = True
    is_cut: bool = False
    correction: str = ""

    @property
    def groups(self) -> list[tuple[Promise, list[Result]]]:
        """Pairs of a heading and its results. The group of the best result comes first."""
        groups: dict[Promise, list[Result]] = {}
        for result in self.results:
            groups.setdefault(result.group, []).append(result)
        return list(groups.items())


def search(query: Query) -> Results:
    """Return at most 30 results for the query."""
    if not query.words:
        return Results(query, [])
    visibility = Visibility.of_language(query.language_code)
    keys = with_all_words(query, visibility)
    if len(keys) <= MAX_RESULTS and query.prefixes:
        short_words = [word for word in query.words if word not in query.prefixes]
        keys += with_names(short_words, query.prefixes, visibility)
    if keys:
        return _results(query, query, keys, visibility)
    return _search_corrected(query, visibility)


def _search_corrected(query: Query, visibility: Visibility) -> Results:
    """Return the results for the query with its spelling corrected, or for some of its words."""
    corrected = query.correct(corrections(query, visibility))
    is_corrected = corrected.words != query.words
    keys = with_all_words(corrected, visibility) if is_corrected else []
    keys = keys or with_any_word(corrected, visibility)
    results = _results(query, corrected, keys, visibility)
    results.has_all_words = False
    results.correction = corrected.text if is_corrected and keys else ""
    return results


def _results(query: Query, used: Query, keys: list[int], visibility: Visibility) -> Results:
    """Return the best results among the candidates `keys`, which the query `used` found."""
    pages = visibility.get_pages(keys, "titles", "names", "search_words", "headings", "text")
    ranked = sorted(pages, key=lambda page: _rank(page.search_entry, used), reverse=True)
    highlighter = Highlighter(used)
    results = [_result(page, highlighter) for page in ranked[:MAX_RESULTS]]
    return Results(query, results, is_cut=len(ranked) > MAX_RESULTS)


def _rank(entry: Entry, query: Query) -> tuple[bool | int, ...]:
    """Return how well an entry matches the query, for sorting: the greatest is best.

    Rank by: exact title, exact other name, all words in the title, all words in another name, number of words found
    in names, in headings. Entries of the same rank stay in the order of their weights.
    """
    titles = entry.titles.splitlines()
    names = [*entry.names.splitlines(), *entry.search_words.splitlines()]
    title_stems = [_stems(title, query.language_code) for title in titles]
    name_stems = [_stems(name, query.language_code) for name in names]
    heading_stems = [_stems(heading, query.language_code) for heading in entry.headings.splitlines()]
    return (
        any(_joined(title) == query.joined for title in titles),
        query.stems in title_stems,
        any(_joined(name) == query.joined for name in names),
        query.stems in name_stems,
        any(query.stems <= stems for stems in title_stems),
        any(query.stems <= stems for stems in name_stems),
        len(query.stems.intersection(chain(*title_stems, *name_stems))),
        len(query.stems.intersection(chain(*heading_stems))),
    )


@lru_cache(maxsize=10_000)
def _stems(name: str, language_code: str) -> frozenset[str]:
    return frozenset(stem(word, language_code) for word in tokenize(name))


@lru_cache(maxsize=10_000)
def _joined(name: str) -> str:
    return join_words(name)


def _result(page: Page, highlighter: Highlighter) -> Result:
    entry = page.search_entry
    names = [highlighter.highlight(name) for name in entry.names.splitlines() if highlighter.has_match(name)]
    return Result(page, highlighter.highlight(page.title), names, highlighter.excerpt(entry.text))
