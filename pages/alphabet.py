"""Sorts pages and their other names from A to Z, as a reader of the page's language looks them up."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from wagtail.models import Page

NUMBERS = "0–9"
TILDE = "\u0303"
AFTER_EVERY_LETTER = "\U0010ffff"


@dataclass
class Entry:
    """A name under which a page is looked up: its title, or one of its other names."""

    name: str
    page: Page

    @property
    def is_title(self):
        """Whether the page itself bears the name, so that nothing need be said about where it leads."""
        return self.name == self.page.title


def from_a_to_z(pages, language_code):
    """Return pairs of a letter and its entries: each page once, and each of its other names that says more."""
    entries = [entry for page in pages for entry in _entries(page, language_code)]
    entries.sort(key=lambda entry: (sorting_key(entry.name, language_code), entry.name, entry.page.path))
    return [
        (letter, list(group)) for letter, group in groupby(entries, lambda one: index_letter(one.name, language_code))
    ]


def sorting_key(name, language_code):
    """Return what the name is sorted by: its letters and figures alone, without accents.

    In Spanish ñ is a letter of its own, between n and o; ch and ll are not (Ortografía, 2010).
    """
    letters = unicodedata.normalize("NFD", name.casefold())
    if language_code == "es":
        letters = letters.replace(f"n{TILDE}", f"n{AFTER_EVERY_LETTER}")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(rf"[\w{AFTER_EVERY_LETTER}]+", plain))


def index_letter(name, language_code):
    """Return the letter under which the name stands, as a capital; `0–9` for a figure."""
    first, second = f"{sorting_key(name, language_code)}  "[:2]
    if not first.isalpha():
        return NUMBERS
    return "Ñ" if second == AFTER_EVERY_LETTER else first.upper()


def _entries(page, language_code):
    names = {sorting_key(name, language_code): name for name in reversed([page.title, *page.other_names_list])}
    return [Entry(name, page) for name in names.values()]
