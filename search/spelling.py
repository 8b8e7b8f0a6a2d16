"""What a misspelled word may have meant: the nearest of the words by which our pages are named."""

from difflib import get_close_matches

from django.apps import apps
from django.core.cache import cache

from pages.languages import reader_language
from pages.models import BasePage
from pages.words import stem, words

NEAR = 0.72
SHORTEST = 4
MOST_LETTERS_APART = 3
SECONDS = 60
SHOWN = ("other_names", "menu_label")
HIDDEN = "search_words"


def corrections(asked, pages):
    """Return, by word, what it may have meant; nothing for a word by which a page is named, or near none."""
    shown, hidden = known_words(pages)
    stems = {stem(word) for word in (*shown, *hidden)}
    unknown = [word for word in asked if len(word) >= SHORTEST and stem(word) not in stems]
    # Search words may be of the other language: what the pages show comes first.
    nearest = {word: _nearest(word, shown) or _nearest(word, hidden) for word in unknown}
    return {word: found for word, found in nearest.items() if found}


def known_words(pages):
    """Return the words in the names that the pages show, and those in their search words, a minute old at most.

    One query; none while they are kept.
    """
    key = f"search-known-words-{reader_language()}"
    kept = cache.get(key)
    if kept is None:
        kept = _words_of(pages)
        cache.set(key, kept, SECONDS)
    return kept


def _words_of(pages):
    fields = ["title", *_fields(*SHOWN), *_fields(HIDDEN)]
    shown, hidden = set(), set()
    for row in pages.order_by().values(*fields):
        for field, text in row.items():
            (hidden if field.endswith(HIDDEN) else shown).update(_long(text or ""))
    return sorted(shown), sorted(hidden)


def _long(text):
    return [word for word in words(text) if len(word) >= SHORTEST and word.isalpha()]


def _fields(*names):
    """The fields of the page types of these names, as seen from `Page`: the types' own tables, joined."""
    models = [model for model in apps.get_models() if issubclass(model, BasePage)]
    return [
        f"{model._meta.model_name}__{field.name}"
        for model in models
        for field in model._meta.local_fields
        if field.name in names
    ]


def _nearest(word, known):
    alike = [one for one in known if abs(len(one) - len(word)) <= MOST_LETTERS_APART]
    return next(iter(get_close_matches(word, alike, n=1, cutoff=NEAR)), None)
