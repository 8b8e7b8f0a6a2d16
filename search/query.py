"""A query: what a reader typed, cleaned and split into words."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from pages.languages import reader_language
from search.tokens import join_words, stem, tokenize

MAX_QUERY_LENGTH = 100
MAX_WORDS = 8
SHORTEST_PREFIX = 4
# English and Spanish words that nearly every page contains, or that say nothing about what a reader looks for.
STOP_WORDS = frozenset(
    tokenize(
        """
        a about after am an and any are as at bad be been before by can could did do does for from get getting
        give go going good had has have help how i if in is it its just know like long make many me much my need
        not of often on or our really s should so some someone something still t take than that the their then
        there they this to too us very want was we what when where which who why will with would you your
        al algo alguien busco como con cual cuando de del donde e el ella en es esa ese esta este esto estoy fue ha
        hay la las le les lo los me mi mis muy necesito nos o no para pero por porque puede puedo que quien quiero
        quisiera se ser si sin sobre son su sus te tengo tiene tienen u un una usted ustedes y ya yo
        """
    )
)
# Control characters, invisible marks, and halves of surrogate pairs, which cannot be stored or sent.
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def without_stop_words(words: list[str]) -> list[str]:
    """Return the words that are no stop words; all words if they all are."""
    return [word for word in words if word not in STOP_WORDS] or words


@dataclass(frozen=True)
class Query:
    """`text` is what was typed, at most 100 characters; `words` are at most 8 folded words without stop words."""

    text: str
    words: tuple[str, ...]
    language_code: str

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Return the query in the language of the address. A query of stop words only keeps them."""
        text = " ".join(INVISIBLE.sub(" ", typed[: 4 * MAX_QUERY_LENGTH]).split())
        if len(text) > MAX_QUERY_LENGTH:
            text = text[: MAX_QUERY_LENGTH + 1].rpartition(" ")[0] or text[:MAX_QUERY_LENGTH]
        words = list(dict.fromkeys(tokenize(text)))
        words = without_stop_words(words)
        return cls(text, tuple(words[:MAX_WORDS]), reader_language())

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the words."""
        return frozenset(stem(word, self.language_code) for word in self.words)

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """The words that may be the beginning of a longer word: those of at least four letters."""
        return tuple(word for word in self.words if len(word) >= SHORTEST_PREFIX)

    @cached_property
    def joined(self) -> str:
        """Everything that was typed, as one word."""
        return join_words(self.text)

    def correct(self, corrections: dict[str, str]) -> Self:
        """Return the query with the words replaced that have a correction."""
        return self.parse(" ".join(corrections.get(word, word) for word in self.words))
