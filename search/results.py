"""Search the site: find the pages for a query, rank them, and describe each."""

from dataclasses import dataclass
from functools import lru_cache

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
from search.candidates import (
    Importance,
    importance_of_words,
    with_all_words,
    with_any_word,
    with_main_word,
    with_names,
)
from search.excerpts import Highlighter
from search.models import Entry
from search.query import Query, without_stop_words
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
    importance = importance_of_words(query, visibility)
    full = with_all_words(query, importance, visibility)
    if len(full) <= MAX_RESULTS and query.prefixes:
        short_words = [word for word in query.words if word not in query.prefixes]
        full += with_names(short_words, query.prefixes, visibility)
    if not full:
        return _search_corrected(query, importance, visibility)
    some = with_main_word(importance, visibility) if len(importance) > 1 else []
    return _results(query, query, full, some, visibility)


def _search_corrected(query: Query, importance: Importance, visibility: Visibility) -> Results:
    """Return the results for the query with its spelling corrected, or for some of its words."""
    corrected = query.correct(corrections(query, visibility))
    is_corrected = corrected.words != query.words
    full: list[int] = []
    if is_corrected:
        importance = importance_of_words(corrected, visibility)
        full = with_all_words(corrected, importance, visibility)
    some = [] if full else with_any_word(importance, visibility)
    results = _results(query, corrected, full, some, visibility)
    results.has_all_words = False
    results.correction = corrected.text if is_corrected and results.results else ""
    return results


def _results(query: Query, used: Query, full: list[int], some: list[int], visibility: Visibility) -> Results:
    """Return the best results among the candidates, which the query `used` found.

    `full` are the pages with all words, `some` those with any. If there are pages with all words, another page is
    shown only if it is better than each of them: it may be named by the word that matters.
    """
    pages = visibility.get_pages([*some, *full], "titles", "names", "search_words", "headings", "text")
    ranked = sorted(pages, key=lambda page: _rank(page.search_entry, used), reverse=True)
    if full:
        first = next((number for number, page in enumerate(ranked) if page.pk in full), 0)
        ranked = ranked[:first] + [page for page in ranked[first:] if page.pk in full]
    highlighter = Highlighter(used)
    results = [_result(page, highlighter) for page in ranked[:MAX_RESULTS]]
    return Results(query, results, is_cut=len(ranked) > MAX_RESULTS)


def _rank(entry: Entry, query: Query) -> tuple[bool, ...]:
    """Return how well the names of an entry match the query, for sorting: the greatest is best.

    Rank by: exact title, exact other name, all words in the title, all words in another name. Entries of the same rank
    stay in the order of their scores.
    """
    titles = entry.titles.splitlines()
    names = [*entry.names.splitlines(), *entry.search_words.splitlines()]
    title_stems = [_stems(title, query.language_code) for title in titles]
    name_stems = [_stems(name, query.language_code) for name in names]
    return (
        any(_joined(title) == query.joined for title in titles),
        query.stems in title_stems,
        any(_joined(name) == query.joined for name in names),
        query.stems in name_stems,
        any(query.stems <= stems for stems in title_stems),
        any(query.stems <= stems for stems in name_stems),
    )


@lru_cache(maxsize=10_000)
def _stems(name: str, language_code: str) -> frozenset[str]:
    words = tokenize(name)
    return frozenset(stem(word, language_code) for word in without_stop_words(words))


@lru_cache(maxsize=10_000)
def _joined(name: str) -> str:
    return join_words(name)


def _result(page: Page, highlighter: Highlighter) -> Result:
    entry = page.search_entry
    names = [highlighter.highlight(name) for name in entry.names.splitlines() if highlighter.has_match(name)]
    return Result(page, highlighter.highlight(page.title), names, highlighter.excerpt(entry.text))
