"""Correct the spelling of a query by the words in the names of the pages."""

from difflib import get_close_matches

from django.core.cache import cache

from search.query import Query
from search.tokens import stem, tokenize
from search.visibility import Visibility

MIN_SIMILARITY = 0.72
SHORTEST_WORD = 4
MAX_LENGTH_DIFFERENCE = 3
CACHE_SECONDS = 60
FIELDS = ("search_entry__titles", "search_entry__names", "search_entry__search_words")


def corrections(query: Query, visibility: Visibility) -> dict[str, str]:
    """Return the corrected form of each word that is in no name but similar to a word in one."""
    shown, hidden = known_words(visibility)
    known_stems = {stem(word, query.language_code) for word in (*shown, *hidden)}
    unknown = [
        word
        for word in query.words
        if len(word) >= SHORTEST_WORD and stem(word, query.language_code) not in known_stems
    ]
    # Search words may be in the other language, so names that readers see come first.
    nearest = {word: _nearest(word, shown) or _nearest(word, hidden) for word in unknown}
    return {word: correction for word, correction in nearest.items() if correction}


def known_words(visibility: Visibility) -> tuple[list[str], list[str]]:
    """Return the words in the names that readers see, and those in search words; at most a minute old."""
    key = f"search-known-words-{visibility.language_code}"
    known = cache.get(key)
    if known is None:
        shown, hidden = set(), set()
        for *names, search_words in visibility.pages.exclude(search_entry=None).values_list(*FIELDS):
            shown.update(_long_words(" ".join(names)))
            hidden.update(_long_words(search_words))
        known = sorted(shown), sorted(hidden)
        cache.set(key, known, CACHE_SECONDS)
    return known


def _long_words(text: str) -> list[str]:
    return [word for word in tokenize(text) if len(word) >= SHORTEST_WORD and word.isalpha()]


def _nearest(word: str, known: list[str]) -> str | None:
    similar = [one for one in known if abs(len(one) - len(word)) <= MAX_LENGTH_DIFFERENCE]
    return next(iter(get_close_matches(word, similar, n=1, cutoff=MIN_SIMILARITY)), None)
