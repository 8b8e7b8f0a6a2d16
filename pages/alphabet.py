"""Sort pages and their other names from A to Z, by the rules of the page's language."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from wagtail.models import Page

NUMBERS = "0–9"
TILDE = "\u0303"
AFTER_EVERY_LETTER = "\U0010ffff"


@dataclass
class Entry:
    """An entry in the list from A to Z: the title of a page, or one of its other names."""

    name: str
    page: Page

    @property
    def is_title(self) -> bool:
        """Whether the name is the page's title. Other entries say “see” and the title."""
        return self.name == self.page.title


def from_a_to_z(pages: Iterable[Page], language_code: str) -> list[tuple[str, list[Entry]]]:
    """Return pairs of a letter and its entries: each title, and each other name that differs from it when sorted."""
    entries = [entry for page in pages for entry in _entries(page, language_code)]
    entries.sort(key=lambda entry: (sorting_key(entry.name, language_code), entry.name, entry.page.path))
    return [(letter, list(group)) for letter, group in groupby(entries, lambda one: initial(one.name, language_code))]


def sorting_key(name: str, language_code: str) -> str:
    """Return the text by which the name is sorted: its letters and digits only, without accents.

    In Spanish ñ is a letter of its own, between n and o; ch and ll are not (Ortografía, 2010).
    """
    letters = unicodedata.normalize("NFD", name.casefold())
    if language_code == "es":
        letters = letters.replace(f"n{TILDE}", f"n{AFTER_EVERY_LETTER}")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(rf"[\w{AFTER_EVERY_LETTER}]+", plain))


def initial(name: str, language_code: str) -> str:
    """Return the upper-case letter under which the name is listed; `0–9` for a digit."""
    first, second = f"{sorting_key(name, language_code)}  "[:2]
    if not first.isalpha():
        return NUMBERS
    return "Ñ" if second == AFTER_EVERY_LETTER else first.upper()


def _entries(page: Page, language_code: str) -> list[Entry]:
    names = {sorting_key(name, language_code): name for name in reversed([page.title, *page.other_names_list])}
    return [Entry(name, page) for name in names.values()]
