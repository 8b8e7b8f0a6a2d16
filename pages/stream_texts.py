"""Read the text of a stream line by line, with the passages and signs that it includes, for the site's search."""

import re
from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.models import Page
from wagtail.rich_text import RichText, get_text_for_indexing

from pages.sections import section_heading

END_OF_LINE = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>", re.IGNORECASE)


def stream_texts(block: blocks.Block, value: Any, page: Page) -> Iterator[str]:
    """Yield the lines that readers of the page see of this value of the block, in the order of the page.

    A line is a heading, a paragraph, an item of a list, or a short text. A row that the page includes yields what its
    method `texts_to_search` returns.
    """
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from stream_texts(child.block, child.value, page)
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from stream_texts(block.child_block, item, page)
    elif isinstance(block, blocks.StructBlock):
        if not value.get("heading") and (heading := section_heading(value, page)):
            yield heading
        for name, child_block in block.child_blocks.items():
            yield from stream_texts(child_block, value.get(name), page)
    elif isinstance(value, RichText):
        yield from lines_of_html(value.source)
    elif hasattr(value, "texts_to_search"):
        yield from value.texts_to_search()
    elif value:
        yield from block.get_searchable_content(value)


def lines_of_html(html: str) -> list[str]:
    """Return the text of each paragraph and each item of a list."""
    return [line for part in END_OF_LINE.split(html) if (line := get_text_for_indexing(part))]
