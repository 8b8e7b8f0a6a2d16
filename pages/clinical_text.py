"""The fingerprint of a page's medical text. It shows whether the text has changed since a clinician reviewed it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

PICTURES = ("captioned_image",)


def fingerprint(model: type[models.Model], names: Iterable[str], content: Mapping[str, Any]) -> str:
    """Return a SHA-256 (64 hexadecimal digits) of the words in the fields `names` of a page of type `model`.

    `content` has each field's value as a revision stores it. Markup and spaces make no difference. Pictures and their
    captions are left out.
    """
    said = {name: list(_words_of_field(model._meta.get_field(name), content.get(name))) for name in names}
    said = {name: words for name, words in said.items() if words}
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def fingerprint_of_page(page: Page, names: Iterable[str]) -> str:
    """Return the fingerprint of the page as it is in memory. Makes no query."""
    return fingerprint(type(page), names, {name: page._meta.get_field(name).value_to_string(page) for name in names})


def _words_of_field(field: models.Field, value: str | None) -> Iterable[str]:
    if isinstance(field, StreamField):
        return _words(field.stream_block, json.loads(value or "[]"))
    return _plain(value or "")


def _words(block: blocks.Block, data: Any) -> Iterator[str]:
    """Yield the texts in the stored value of a block, in reading order."""
    if data is None:
        return
    if isinstance(block, blocks.StreamBlock):
        for child in data:
            if child["type"] in block.child_blocks and child["type"] not in PICTURES:
                yield child["type"]
                yield from _words(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, blocks.ListBlock):
        for item in data:
            yield from _words(block.child_block, item["value"] if item.get("type") == "item" else item)
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _words(child_block, data.get(name))
    elif isinstance(block, blocks.RichTextBlock):
        yield from _plain(get_text_for_indexing(data))
    else:
        yield from _plain(str(data))


def _plain(text: str) -> list[str]:
    """Return the text with single spaces in a list; [] for an empty text."""
    words = " ".join(text.split())
    return [words] if words else []
