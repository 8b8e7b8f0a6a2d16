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
NAMES = ("search_words", "other_names", "menu_label")


def corrections(asked, pages):
    """Return, by word, what it may have meant; nothing for a word by which a page is named, or near none."""
    known = known_words(pages)
    stems = {stem(word) for word in known}
    unknown = [word for word in asked if len(word) >= SHORTEST and stem(word) not in stems]
    nearest = {word: _nearest(word, known) for word in unknown}
    return {word: found for word, found in nearest.items() if found}


def known_words(pages):
    """Return the words in the names of the pages, a minute old at most. One query; none while they are kept."""
    key = f"search-known-words-{reader_language()}"
    kept = cache.get(key)
    if kept is None:
        kept = " ".join(sorted(_words_of(pages)))
        cache.set(key, kept, SECONDS)
    return kept.split()


def _words_of(pages):
    rows = pages.order_by().values_list("title", *_name_fields())
    return {
        word for row in rows for name in row if name for word in words(name) if len(word) >= SHORTEST and word.isalpha()
    }


def _name_fields():
    """The fields of the page types that name a page, as seen from `Page`: the types' own tables, joined."""
    models = [model for model in apps.get_models() if issubclass(model, BasePage)]
    return [
        f"{model._meta.model_name}__{field.name}"
        for model in models
        for field in model._meta.local_fields
        if field.name in NAMES
    ]


def _nearest(word, known):
    alike = [one for one in known if abs(len(one) - len(word)) <= MOST_LETTERS_APART]
    return next(iter(get_close_matches(word, alike, n=1, cutoff=NEAR)), None)
