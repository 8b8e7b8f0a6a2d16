"""Search the site: find the pages for a query, rank them, and describe each."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from pages.languages import visible
from pages.models import ConditionPage, LocationPage, PersonPage, TreatmentPage
from search.answers import Answer, answer_to
from search.candidates import Importance, importance_of_words, with_all_words, with_names, with_some_words
from search.excerpts import Highlighter
from search.models import Entry
from search.query import Query, without_stop_words
from search.spelling import corrections
from search.tokens import join_words, stem, tokenize
from search.visibility import Visibility

MAX_RESULTS = 20
FEW_RESULTS = 5
FEW_NAMED = 3
NAMED_SO = 4  # the first values of `_rank` are about names that are the query
BEST = 3  # results above the groups
MOST_NAMES = 2  # other names that are shown with a result
# Page types whose name is shown beside the title, so that a reader can tell a condition from a treatment.
KINDS = (ConditionPage, TreatmentPage, LocationPage)


@dataclass
class Result:
    """A page that was found: its title, the other names that match, and an excerpt, with the words highlighted.

    `is_named_so` says that the query is one of its names.
    """

    page: Page
    title: SafeString
    names: list[SafeString]
    excerpt: SafeString
    is_named_so: bool

    @cached_property
    def model(self) -> type[Page]:
        """The type of the page."""
        return self.page.cached_content_type.model_class()

    @cached_property
    def kind(self) -> str:
        """What the page is about: “Condition”, “Treatment” or “Location”; "" for other pages."""
        return capfirst(str(self.model._meta.verbose_name)) if self.model in KINDS else ""


@dataclass
class Results:
    """The results of a query, the best first.

    `has_all_words` is False if no page contains all words, and the results contain some of them. `is_cut` says that
    there are more. `correction` is the query with its spelling corrected, "" if nothing was corrected. `answer` is
    shown above the results. `found_nothing` says that there is no result and the query asks for no answer: how to reach
    the clinic is then shown below the sentence that says so.
    """

    query: Query
    results: list[Result]
    has_all_words: bool = True
    is_cut: bool = False
    correction: str = ""
    answer: Answer | None = None
    found_nothing: bool = False

    @property
    def best(self) -> list[Result]:
        """The first results; all if there are few."""
        return self.results if len(self.results) <= FEW_RESULTS else self.results[:BEST]

    @property
    def groups(self) -> list[tuple[str, list[Result]]]:
        """The other results, as pairs of a heading and results: conditions, treatments, other pages."""
        rest = self.results[len(self.best) :]
        named = [(capfirst(str(model._meta.verbose_name_plural)), model) for model in (ConditionPage, TreatmentPage)]
        groups = [(heading, [one for one in rest if one.model is model]) for heading, model in named]
        others = [one for one in rest if one.model not in (ConditionPage, TreatmentPage)]
        return [(heading, found) for heading, found in [*groups, (_("Other pages"), others)] if found]


def search(query: Query, visibility: Visibility | None = None) -> Results:
    """Return at most 20 results for the query, and the answer that it asks for."""
    if not query.words:
        return Results(query, [])
    visibility = visibility or Visibility.of_language(query.language_code)
    results = _search_pages(query, visibility)
    results.answer = answer_to(query, visibility)
    if results.answer == Answer.TEAM and _has_page_about_team(results, visibility):
        results.answer = None
    if not results.results and not results.answer:
        results.answer, results.found_nothing = Answer.CONTACT, True
    return results


def _has_page_about_team(results: Results, visibility: Visibility) -> bool:
    """Return whether the first result is named like the query, or readers may see the page of a person."""
    if results.results and results.results[0].is_named_so:
        return True
    return visible(PersonPage.objects.all(), visibility.language_code).exists()


def _search_pages(query: Query, visibility: Visibility) -> Results:
    importance = importance_of_words(query, visibility)
    full = with_all_words(query, importance, visibility)
    if len(full) <= MAX_RESULTS and query.prefixes:
        short_words = [word for word in query.words if word not in query.prefixes]
        full += with_names(short_words, query.prefixes, visibility)
    if not full:
        return _search_corrected(query, importance, visibility)
    some = with_some_words(importance, visibility) if len(importance) > 1 else []
    return _results(query, query, full, some, visibility)


def _search_corrected(query: Query, importance: Importance, visibility: Visibility) -> Results:
    """Return the results for the query with its spelling corrected, or for some of its words."""
    corrected = query.correct(corrections(query, visibility))
    is_corrected = corrected.words != query.words
    full: list[int] = []
    if is_corrected:
        importance = importance_of_words(corrected, visibility)
        full = with_all_words(corrected, importance, visibility)
    some = [] if full else with_some_words(importance, visibility)
    results = _results(query, corrected, full, some, visibility)
    results.has_all_words = False
    results.correction = corrected.text if is_corrected and results.results else ""
    return results


def _results(query: Query, used: Query, full: list[int], some: list[int], visibility: Visibility) -> Results:
    """Return the best results among the candidates, which the query `used` found: pages with all words or with some."""
    pages = visibility.get_pages([*some, *full], "titles", "names", "search_words", "text")
    ranked = sorted(pages, key=lambda page: _rank(page.search_entry, used), reverse=True)
    shown = _with_all_words_first(ranked, {*full}, used) if full else ranked
    highlighter = Highlighter(used)
    results = [_result(page, used, highlighter) for page in shown[:MAX_RESULTS]]
    return Results(query, results, is_cut=len(shown) > MAX_RESULTS)


def _with_all_words_first(ranked: list[Page], full: set[int], query: Query) -> list[Page]:
    """Return the pages in `full`, before them better pages that are named by a word, and others if no name has all.

    “Does Medicare cover epidurals” is about epidurals, even if other pages have all its words in their texts. A word
    names a page if only few pages have it in their names.
    """
    first = next((number for number, page in enumerate(ranked) if page.pk in full), 0)
    names = {page.pk: query.stems & _stems_of_names(page.search_entry, query.language_code) for page in ranked}
    counts = Counter(chain.from_iterable(names.values()))
    better = [page for page in ranked[:first] if any(counts[one] <= FEW_NAMED for one in names[page.pk])]
    shown = better + [page for page in ranked if page.pk in full]
    if shown and any(_rank(shown[0].search_entry, query)):
        return shown
    others = [page for page in ranked if page not in shown]
    return shown + others[: max(0, FEW_RESULTS - len(shown))]


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


def _is_named_so(entry: Entry, query: Query) -> bool:
    """Return whether the query is one of the names of the entry."""
    return any(_rank(entry, query)[:NAMED_SO])


def _names_that_match(title: str, entry: Entry, query: Query) -> list[str]:
    """Return the other names with all words of the query, if the title does not have them all."""
    if query.stems <= _stems(title, query.language_code):
        return []
    names = entry.names.splitlines()
    return [name for name in names if query.stems <= _stems(name, query.language_code)][:MOST_NAMES]


def _stems_of_names(entry: Entry, language_code: str) -> frozenset[str]:
    names = f"{entry.titles}\n{entry.names}\n{entry.search_words}".splitlines()
    return frozenset(chain.from_iterable(_stems(name, language_code) for name in names))


@lru_cache(maxsize=10_000)
def _stems(name: str, language_code: str) -> frozenset[str]:
    words = tokenize(name)
    return frozenset(stem(word, language_code) for word in without_stop_words(words))


@lru_cache(maxsize=10_000)
def _joined(name: str) -> str:
    return join_words(name)


def _result(page: Page, query: Query, highlighter: Highlighter) -> Result:
    entry = page.search_entry
    return Result(
        page,
        highlighter.highlight(page.title),
        [highlighter.highlight(name) for name in _names_that_match(page.title, entry, query)],
        highlighter.excerpt(entry.text, f"{entry.titles}\n{entry.names}"),
        _is_named_so(entry, query),
    )
