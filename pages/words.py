"""Words as a search compares them: without accents, capitals, and endings.

One way for what is indexed and for what is asked, so that both databases find the same.
"""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
# The longest first, so that “injections” and “injecting” both become “inject”.
ENDINGS = ("ations", "ation", "ators", "ator", "ness", "ions", "ings", "ion", "ing", "ies", "ed", "es", "y", "s", "e")
SHORTEST_STEM = 4
FEWEST_PLURAL = 4


class _Folding(dict):
    """From each character to the one it is compared as: one for one, so that positions stay."""

    def __missing__(self, code):
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(sign))
        plain = plain.lower()
        self[code] = plain if len(plain) == 1 else chr(code)
        return self[code]


_folding = _Folding()


def normalized(text):
    """Return the text with each accented letter as one character."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text):
    """Return the text in small letters without accents, each character at its place."""
    text = normalized(text)
    return text.lower() if text.isascii() else text.translate(_folding)


def words(text):
    """Return the text's words, folded, in order: “Mid-Back” is two."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=20_000)
def stem(word):
    """Return a folded word without its ending, or as it is where too little would be left."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    if word.endswith("s") and not word.endswith("ss") and len(word) >= FEWEST_PLURAL:
        return word[:-1]
    return word


def glued(text):
    """Return all the words as one: what “Mid-Back”, “mid back” and “midback” have in common."""
    return "".join(words(text))
