"""Read the text of a stream line by line, with the passages and signs that it includes, for the site's search."""

import re
from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.models import Page
from wagtail.rich_text import RichText, get_text_for_indexing
from wagtail.snippets.blocks import SnippetChooserBlock

from pages.blocks.base import SectionValue
from pages.sections import section_heading

END_OF_LINE = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>", re.IGNORECASE)


def stream_texts(block: blocks.Block, value: Any, page: Page) -> Iterator[str]:
    """Yield the lines that readers of the page see of this value of the block, in the order of the page.

    A line is a heading, a paragraph, an item of a list, or a short text. A row that the page includes yields what its
    method `texts_to_search` returns.
    """
    inside = _blocks_inside(block, value)
    yield section_heading(value, page)
    for child_block, child in inside:
        yield from stream_texts(child_block, child, page)
    if isinstance(value, RichText):
        yield from lines_of_html(value.source)
    elif isinstance(block, SnippetChooserBlock) and hasattr(value, "texts_to_search"):
        yield from value.texts_to_search()
    elif value and not inside:
        yield from block.get_searchable_content(value)


def _blocks_inside(block: blocks.Block, value: Any) -> list[tuple[blocks.Block, Any]]:
    """Return the blocks inside a value, each with its own value; [] for a single text or row."""
    if value is None:
        return []
    if isinstance(block, blocks.StreamBlock):
        return [(child.block, child.value) for child in value]
    if isinstance(block, blocks.ListBlock):
        return [(block.child_block, item) for item in value]
    if isinstance(block, blocks.StructBlock) and isinstance(value, blocks.StructValue):
        # The heading of a section is read with `section_heading`.
        own = {"heading"} if isinstance(value, SectionValue) else set()
        return [(child, value.get(name)) for name, child in block.child_blocks.items() if name not in own]
    return []


def lines_of_html(html: str) -> list[str]:
    """Return the text of each paragraph and each item of a list."""
    return [line for part in END_OF_LINE.split(html) if (line := get_text_for_indexing(part))]
