"""Highlight the words of a query in a text, and cut an excerpt out of it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.query import Query
from search.tokens import compose, fold, stem

EXCERPT_LENGTH = 200
SHORT_LINE = 90
# What comes before the beginning of each line and each sentence.
BETWEEN = re.compile(r"(?:\n|[.?!]\s+)(?=\S)")


class Highlighter:
    """Highlights the words of a query, with any ending and accent."""

    def __init__(self, query: Query) -> None:
        self.query = query
        # The English stemmer turns a final “y” into “i”.
        beginnings = {stem.removesuffix("i") for stem in query.stems} | set(query.prefixes)
        alternatives = "|".join(sorted(map(re.escape, beginnings), key=len, reverse=True))
        self.pattern = re.compile(rf"(?<![^\W_])(?:{alternatives})[^\W_]*") if query.words else None
        self._stems: dict[str, str] = {}  # of the query's words, by the words of texts that match them; "" for none

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Yield a match for each word of the query in the text. Positions are those in the composed text."""
        if self.pattern:
            for match in self.pattern.finditer(fold(text)):
                if self._query_stem(match[0]):
                    yield match

    def has_match(self, text: str) -> bool:
        """Return whether the text contains a word of the query."""
        return any(self.matches(text))

    def highlight(self, text: str) -> SafeString:
        """Return the text as HTML with each word of the query in a `mark` element."""
        text = compose(text)
        parts, end = [], 0
        for match in self.matches(text):
            parts += [escape(text[end : match.start()]), "<mark>", escape(text[match.start() : match.end()]), "</mark>"]
            end = match.end()
        return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308, each part is escaped

    def excerpt(self, text: str, names: str) -> SafeString:
        """Return about 200 characters as HTML: from the sentence that answers best, or from the beginning.

        `names` are the names of the page, which say already that it is about some of the words.
        """
        lines = text[self._best_sentence(text, names) :].split("\n")
        chosen = lines.pop(0)
        while lines and len(chosen) < SHORT_LINE:
            chosen += " … " + lines.pop(0)
        return self.highlight(self._cut(chosen))

    def _best_sentence(self, text: str, names: str) -> int:
        """Return where the sentence begins that has most words of the query that are not in the names.

        If several have as many, those with more words of the names win, then those with words that are rare in this
        text, then the first.
        """
        named = {self._query_stem(match[0]) for match in self.matches(names)}
        every = {*self.query.stems, *(stem(prefix, self.query.language_code) for prefix in self.query.prefixes)}
        found: dict[int, set[str]] = defaultdict(set)  # by the beginning of the sentence
        for beginning, match in self._matches_in_sentences(text):
            found[beginning].add(self._query_stem(match[0]))
            if found[beginning] == every:
                return beginning  # no sentence has more, and this one is the first
        counts = Counter(chain.from_iterable(found.values()))

        def rank(beginning: int) -> tuple[int, int, float]:
            stems = found[beginning]
            return len(stems - named), len(stems), sum(1 / counts[one] for one in stems)

        return max(found, key=rank, default=0)

    def _matches_in_sentences(self, text: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Yield each match with the beginning of its sentence."""
        beginnings = (match.end() for match in BETWEEN.finditer(text))
        beginning, following = 0, next(beginnings, len(text))
        for match in self.matches(text):
            while following <= match.start():
                beginning, following = following, next(beginnings, len(text))
            yield beginning, match

    def _query_stem(self, word: str) -> str:
        """Return the stem of the word of the query that this word of the text matches; "" if it matches none."""
        if word not in self._stems:
            own = stem(word, self.query.language_code)
            prefix = next((prefix for prefix in self.query.prefixes if word.startswith(prefix)), "")
            of_prefix = stem(prefix, self.query.language_code) if prefix else ""
            self._stems[word] = own if own in self.query.stems else of_prefix
        return self._stems[word]

    def _cut(self, line: str) -> str:
        """Return at most 200 characters around the first match, cut between words."""
        if len(line) <= EXCERPT_LENGTH:
            return line
        first = next(self.matches(line), None)
        start = max(0, first.start() - EXCERPT_LENGTH // 3) if first else 0
        start = line.find(" ", start) + 1 if start else 0
        end = start + EXCERPT_LENGTH
        piece = line[start:end] if end >= len(line) else line[start:end].rpartition(" ")[0] + " …"
        return ("… " if start else "") + piece
