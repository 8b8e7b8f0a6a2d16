"""Names of pages that a reader may be about to type."""

from dataclasses import dataclass

from wagtail.models import Page

from pages.index_text import parts
from pages.words import fold, words
from search import databases
from search.query import Query
from search.seen import is_seen, seen_pages

MOST = 8
MOST_PAGES = 40
SHORTEST = 2


@dataclass
class Suggestion:
    """A name, and the page it leads to."""

    name: str
    page: Page


def suggestions(typed):
    """Return at most eight suggestions: names that begin with what was typed, then those with a word that does."""
    asked = words(Query.read(typed).text)
    if len("".join(asked)) < SHORTEST:
        return []
    pages = seen_pages()
    names = _names(asked, pages)
    by_key = pages.filter(pk__in=names).only("title", "url_path", "path", "depth").in_bulk()
    found = [
        Suggestion(name, by_key[key])
        for key, of_page in names.items()
        if key in by_key
        for name in _that_fit(of_page, asked)[:1]
    ]
    return sorted(found, key=lambda one: _order(one, asked))[:MOST]


def _names(asked, pages):
    """The names of the pages that fit best, title first, by the page's key."""
    fields = (f"{databases.TO_ENTRY}object_id", f"{databases.TO_ENTRY}{databases.TEXT}")
    entries = databases.best(databases.beginning(asked), is_seen(pages)).values_list(*fields)[:MOST_PAGES]
    split = {int(key): parts(text) for key, text in entries}
    return {key: [*entry.titles, *entry.names, *entry.titles[:1]] for key, entry in split.items()}


def _that_fit(names, asked):
    """The names with the words, the best first; the title for a page that only its search words fit."""
    fitting = [name for name in names if _has(words(name), asked)]
    return sorted(fitting, key=lambda name: not fold(name).startswith(asked[0])) or names[:1]


def _has(name, asked):
    *whole, begun = asked
    return set(whole) <= set(name) and any(word.startswith(begun) for word in name)


def _order(suggestion, asked):
    name = words(suggestion.name)
    return (
        name[: len(asked) - 1] != asked[:-1] or not name[0].startswith(asked[0]),
        len(suggestion.name),
        suggestion.name,
    )
