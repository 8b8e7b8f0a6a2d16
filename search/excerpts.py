"""The words of a query marked in what is found."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe

from pages.words import SHORTEST_STEM, fold, normalized, stem

LENGTH = 200
SHORT = 90


class Marker:
    """Finds and marks the words of a query, whatever their endings and accents."""

    def __init__(self, stems):
        self.stems = stems
        beginnings = "|".join(sorted(map(re.escape, stems), key=len, reverse=True))
        self.pattern = re.compile(rf"(?<![^\W_])(?:{beginnings})[^\W_]*") if stems else None

    def find(self, text):
        """Yield a match in the folded text for each word of the query, with the word's place in the text itself."""
        if self.pattern:
            for match in self.pattern.finditer(fold(text)):
                if stem(match[0]) in self.stems or self._is_longer(match[0]):
                    yield match

    def mark(self, text):
        """Return the text as safe HTML with each word of the query in a `mark` element."""
        text = normalized(text)
        parts, end = [], 0
        for match in self.find(text):
            parts.append(f"{escape(text[end : match.start()])}<mark>{escape(text[match.start() : match.end()])}</mark>")
            end = match.end()
        return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308, each part is escaped

    def excerpt(self, text):
        """Return the lines of the text around the first hit, or its beginning, as safe HTML; 200 characters or so."""
        lines = text.split("\n")
        number = self._first_line(text)
        chosen, others = lines[number], lines[number + 1 :]
        while others and len(chosen) < SHORT:
            chosen += " … " + others.pop(0)
        return self.mark(self._around_first_hit(chosen))

    def _is_longer(self, word):
        return any(len(begun) > SHORTEST_STEM and word.startswith(begun) for begun in self.stems)

    def _first_line(self, text):
        first = next(self.find(text), None)
        return text.count("\n", 0, first.start()) if first else 0

    def _around_first_hit(self, line):
        if len(line) <= LENGTH:
            return line
        first = next(self.find(line), None)
        begin = max(0, first.start() - LENGTH // 3) if first else 0
        begin = line.find(" ", begin) + 1 if begin else 0
        piece = line[begin : begin + LENGTH]
        cut = piece if begin + LENGTH >= len(line) else piece.rpartition(" ")[0] + " …"
        return ("… " if begin else "") + cut
