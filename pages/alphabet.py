"""Sort pages and their other names from A to Z, by the rules of the page's language."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from wagtail.models import Page

NUMBERS = "0–9"
TILDE = "\u0303"  # the combining character
LAST_CHARACTER = "\U0010ffff"  # the highest code point: it sorts after every letter


@dataclass
class Entry:
    """An entry of the index: a name, and the page that has it as its title or as another name."""

    name: str
    page: Page

    @property
    def is_title(self) -> bool:
        """Whether the name is the page's title. Other entries refer to the page (“see …”)."""
        return self.name == self.page.title


def from_a_to_z(pages: Iterable[Page], language_code: str) -> list[tuple[str, list[Entry]]]:
    """Return pairs of a letter and its entries: one for each title and each other name, without duplicates.

    Names of a page with the same sorting key are duplicates.
    """
    entries = [entry for page in pages for entry in _entries(page, language_code)]
    entries.sort(key=lambda entry: (sorting_key(entry.name, language_code), entry.name, entry.page.path))
    return [
        (letter, list(group)) for letter, group in groupby(entries, lambda one: index_letter(one.name, language_code))
    ]


def sorting_key(name: str, language_code: str) -> str:
    """Return the name's lower-case letters and digits, without accents and punctuation.

    In Spanish, ñ is a separate letter between n and o; ch and ll are not (Ortografía de la lengua española, 2010).
    """
    letters = unicodedata.normalize("NFD", name.casefold())
    if language_code == "es":
        letters = letters.replace(f"n{TILDE}", f"n{LAST_CHARACTER}")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(rf"[\w{LAST_CHARACTER}]+", plain))


def index_letter(name: str, language_code: str) -> str:
    """Return the capital letter that the index lists the name under; `0–9` for a name that begins with a digit."""
    key = f"{sorting_key(name, language_code)}  "
    first, second = key[0], key[1]
    if not first.isalpha():
        return NUMBERS
    return "Ñ" if second == LAST_CHARACTER else first.upper()


def _entries(page: Page, language_code: str) -> list[Entry]:
    # A title replaces another name with the same key, because it is last in the reversed list.
    names = {sorting_key(name, language_code): name for name in reversed([page.title, *page.other_names_list])}
    return [Entry(name, page) for name in names.values()]
