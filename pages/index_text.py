"""What a page says, as the search index holds it: its parts in order, each behind a mark that no reader types."""

import re
from typing import NamedTuple

from wagtail import blocks
from wagtail.fields import StreamField

from pages.words import WORD, fold, normalized

MARK = "\u2063"  # INVISIBLE SEPARATOR: neither database takes it for a letter
HEADS = ("heading", "term", "name")
PLAIN_WORD = re.compile(r"[A-Za-z]+")


class IndexText(NamedTuple):
    """The parts of a page's entry in the index, a line for each title, name, word, heading and paragraph."""

    titles: list[str]
    names: list[str]
    search_words: list[str]
    headings: list[str]
    text: str


def marked(lines):
    """Return the lines as one part of an entry."""
    return MARK + "\n".join(" ".join(normalized(line).replace(MARK, "").split()) for line in lines if line)


def parts(entry):
    """Return the `IndexText` of an entry's text; empty parts for an entry that is not a page of ours."""
    found = [part.strip() for part in entry.split(MARK)][1:]
    titles, names, search_words, headings, text = [*found, "", "", "", "", ""][:5]
    return IndexText(titles.split("\n"), _lines(names), _lines(search_words), _lines(headings), text)


def texts(page, field_names):
    """Return the texts of the page's fields, each paragraph and each item of a list by itself."""
    return [text for name in field_names for text in _texts_of(page, name) if text]


def headings(page):
    """Return the headings, terms and names of options in the page's sections."""
    streams = (field.name for field in page._meta.get_fields() if isinstance(field, StreamField))
    return [head for name in streams for head in _heads(getattr(page, name))]


def variants(lines):
    """Return the words of the lines that PostgreSQL would not find by itself, in the form in which they are asked for.

    It keeps accents, and takes the end of `479-967-7770` for a negative number.
    """
    odd = (token for line in lines for token in line.split() if not PLAIN_WORD.fullmatch(token.strip('.,;:?!()“”"')))
    return list(dict.fromkeys(word for token in odd for word in WORD.findall(fold(token))))


def _texts_of(page, name):
    field, value = page._meta.get_field(name), getattr(page, name)
    if not isinstance(field, StreamField):
        return str(value).splitlines()
    return [line for text in field.get_searchable_content(value) for line in str(text).splitlines()]


def _heads(value):
    if isinstance(value, blocks.StreamValue):
        for child in value:
            yield from _heads(child.value)
    elif isinstance(value, blocks.list_block.ListValue):
        for child in value:
            yield from _heads(child)
    elif isinstance(value, blocks.StructValue):
        for name, child in value.items():
            if name in HEADS and isinstance(child, str):
                yield child
            else:
                yield from _heads(child)


def _lines(part):
    return part.split("\n") if part else []
