"""What a reader asks for, made safe and comparable."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from pages.words import glued, stem, words

LONGEST = 100
MOST_WORDS = 8
# Words that nearly every page has, and that say nothing about which one is meant.
COMMON = frozenset(
    [
        "a",
        "about",
        "am",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "get",
        "give",
        "has",
        "have",
        "help",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "like",
        "make",
        "me",
        "my",
        "need",
        "not",
        "of",
        "on",
        "or",
        "s",
        "should",
        "so",
        "t",
        "that",
        "the",
        "their",
        "there",
        "they",
        "this",
        "to",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "al",
        "como",
        "con",
        "cual",
        "cuando",
        "de",
        "del",
        "donde",
        "el",
        "en",
        "es",
        "esta",
        "estoy",
        "hay",
        "la",
        "las",
        "lo",
        "los",
        "me",
        "mi",
        "mis",
        "no",
        "o",
        "para",
        "por",
        "que",
        "quien",
        "se",
        "si",
        "sin",
        "son",
        "su",
        "sus",
        "tengo",
        "un",
        "una",
        "y",
        "yo",
    ]
)
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


@dataclass(frozen=True)
class Query:
    """A reader's words. `text` is what is shown of them, at most 100 characters; `words` what is looked for."""

    text: str
    words: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, typed):
        """Return the query of whatever was typed: controls and what is too long are left out."""
        text = " ".join(UNSEEN.sub(" ", typed[: 4 * LONGEST]).split())
        if len(text) > LONGEST:
            text = text[: LONGEST + 1].rpartition(" ")[0] or text[:LONGEST]
        asked = list(dict.fromkeys(words(text)))
        telling = [word for word in asked if word not in COMMON]
        return cls(text, tuple((telling or asked)[:MOST_WORDS]))

    @cached_property
    def stems(self):
        """The words without their endings."""
        return frozenset(stem(word) for word in self.words)

    @cached_property
    def glued(self):
        """Everything typed as one word."""
        return glued(self.text)

    def corrected(self, corrections):
        """Return the query with each word that has one replaced by its correction."""
        return Query.read(" ".join(corrections.get(word, word) for word in self.words))
