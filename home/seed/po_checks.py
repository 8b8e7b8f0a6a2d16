"""Compare a translation with its English text: what must be the same in both languages."""

import re
from collections import Counter

from home.seed.po_files import SEARCH_WORDS, SLUG, Text

tag = re.compile(r"<[^>]*>")
placeholder = re.compile(r"\{[^{}]*\}")
number = re.compile(r"\d+(?:[.,:/]\d+)*")
slug = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

LINE_BREAK = "<br/>"
# The lists of names may have another number of names in each language.
LISTS_OF_NAMES = ("other_names",)


def find_mistakes(text: Text, translation: str) -> list[str]:
    """Return a sentence for each thing in the translation that must be as in the English text, and is not."""
    if text.place == SLUG:
        return [] if slug.fullmatch(translation) else [f"“{translation}” is not a slug: a-z, 0-9 and hyphens only."]
    if text.place == SEARCH_WORDS:
        return []
    mistakes = [
        _difference("tags", _tags(text, text.text), _tags(text, translation)),
        _difference("placeholders", placeholder.findall(text.text), placeholder.findall(translation)),
        _difference("numbers", _numbers(text.text), _numbers(translation)),
    ]
    if translation != translation.strip():
        mistakes.append("there is white space at the beginning or the end.")
    return [mistake for mistake in mistakes if mistake]


def _difference(what: str, english: list[str], translated: list[str]) -> str:
    """Return a sentence about what only one of the texts has; "" if both have the same."""
    missing, added = Counter(english) - Counter(translated), Counter(translated) - Counter(english)
    parts = [f"missing: {' '.join(missing.elements())}"] if missing else []
    parts += [f"only in the translation: {' '.join(added.elements())}"] if added else []
    return f"the {what} differ; {'; '.join(parts)}." if parts else ""


def _tags(text: Text, html: str) -> list[str]:
    tags = tag.findall(html)
    return [one for one in tags if one != LINE_BREAK] if text.place in LISTS_OF_NAMES else tags


def _numbers(html: str) -> list[str]:
    """Return the numbers that readers see."""
    return number.findall(placeholder.sub(" ", tag.sub(" ", html)))
