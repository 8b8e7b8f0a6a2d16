"""Suggest names of pages while a reader types."""

from dataclasses import dataclass

from wagtail.models import Page

from search.candidates import with_names
from search.models import Entry
from search.query import Query
from search.tokens import fold, tokenize
from search.visibility import Visibility

MAX_SUGGESTIONS = 8
MIN_LETTERS = 2


@dataclass
class Suggestion:
    """A name and the page that has it."""

    name: str
    page: Page


def suggest(typed: str) -> list[Suggestion]:
    """Return at most eight suggestions: names that begin with what was typed, then names that contain it."""
    query = Query.parse(typed)
    words = tokenize(query.text)
    if len("".join(words)) < MIN_LETTERS:
        return []
    visibility = Visibility.of_language(query.language_code)
    keys = with_names(words[:-1], words[-1:], visibility)
    pages = visibility.get_pages(keys, "titles", "names")
    found = [Suggestion(_best_name(page.search_entry, words), page) for page in pages]
    return sorted(found, key=lambda suggestion: _rank(suggestion.name, words))[:MAX_SUGGESTIONS]


def _best_name(entry: Entry, words: list[str]) -> str:
    """Return the first name that begins with the words, else one that contains them, else the title."""
    titles = entry.titles.splitlines()
    names = [*titles, *entry.names.splitlines()]
    matching = [name for name in names if _contains(tokenize(name), words)]
    return min(matching, key=lambda name: not fold(name).startswith(words[0]), default=titles[0])


def _contains(name: list[str], words: list[str]) -> bool:
    return set(words[:-1]) <= set(name) and any(word.startswith(words[-1]) for word in name)


def _rank(name: str, words: list[str]) -> tuple[bool, int, str]:
    """Return how well a name fits what was typed, for sorting: the smallest is best."""
    name_words = tokenize(name)
    begins = name_words[: len(words) - 1] == words[:-1] and name_words[0].startswith(words[0])
    return not begins, len(name), name
