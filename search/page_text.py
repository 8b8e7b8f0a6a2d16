"""Read what a page says: the line-by-line text that the search index stores of it.

What a page type offers for this is in `pages.models.searched`.
"""

import re
from collections.abc import Iterable, Iterator

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.rich_text import get_text_for_indexing

from pages.models import BasePage, Passage, WarningSign
from search.models import Entry
from search.tokens import compose

HEADING_FIELDS = ("heading", "term", "name")
# What a page includes and other pages may include too.
ROWS = (Passage, WarningSign)
SOURCE = re.compile(r"\{source:[^}]*\}")


def make_entry(page: BasePage) -> Entry:
    """Return the unsaved entry of a page, which must be an instance of its own page type."""
    values = [*_values_of_page(page)]
    rows = dict.fromkeys(value for _name, value in values if isinstance(value, ROWS))
    headings = [value for name, value in values if name in HEADING_FIELDS and isinstance(value, str)]
    return Entry(
        page_id=page.pk,
        titles=_join([page.title, page.menu_label]),
        names=_join(page.other_names_list),
        search_words=_join(page.names_not_shown()),
        headings=_join([*headings, *(row.name for row in rows if isinstance(row, Passage))]),
        text=_join(line for text in [*page.texts_to_search(), *map(_text, rows)] for line in str(text).splitlines()),
    )


def _text(row: Passage | WarningSign) -> str:
    """Return what readers see of a row that the page includes."""
    return get_text_for_indexing(row.text) if isinstance(row, Passage) else row.text


def _join(lines: Iterable[str]) -> str:
    """Return the distinct lines without numbers of sources, each with single spaces, one below the other."""
    clean = (" ".join(compose(SOURCE.sub("", line)).replace("\0", "").split()) for line in lines)
    return "\n".join(dict.fromkeys(line for line in clean if line))


def _values_of_page(page: BasePage) -> Iterator[tuple[str, object]]:
    """Yield the values in the page's streams, each with the name of its field."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _values(field.name, getattr(page, field.name))


def _values(name: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, blocks.StreamValue):
        for child in value:
            yield from _values(child.block_type, child.value)
    elif isinstance(value, blocks.list_block.ListValue):
        for child in value:
            yield from _values(name, child)
    elif isinstance(value, blocks.StructValue):
        for child_name, child in value.items():
            yield from _values(child_name, child)
    else:
        yield name, value
