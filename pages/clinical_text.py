"""Compute the fingerprint of a page's medical text, which shows whether the text has changed since its review."""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from django.db.models import Field, Model
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, TranslatableMixin
from wagtail.rich_text import get_text_for_indexing
from wagtail.snippets.blocks import SnippetChooserBlock

from pages.page_texts import Rows, read_shared_rows

IMAGE_BLOCKS = ("captioned_image",)

Texts = dict[str, list[str]]


class SectionType(str):
    """The type of a section, such as `causes`, before the texts of the section."""


class RowKey(str):
    """The key of a row that a block refers to, such as the page of a treatment or a source, with its model."""

    model: type[Model]

    def __new__(cls, key: str, model: type[Model]) -> "RowKey":
        row_key = super().__new__(cls, key)
        row_key.model = model
        return row_key


def fingerprint(model: type[Model], names: Iterable[str], content: Mapping[str, Any], rows: Rows | None = None) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of the text in the fields `names` of a page of type `model`.

    `content` maps field names to values as a revision stores them. `rows` are the passages and signs that it includes.
    Pages with the same text have the same fingerprint: markup, white space, images and captions do not change it.
    """
    texts = clinical_texts(model, names, content, rows or {})
    return sha256(json.dumps(texts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def clinical_texts(model: type[Model], names: Iterable[str], content: Mapping[str, Any], rows: Rows) -> Texts:
    """Return the texts of the fields, without fields that have no text. The arguments are those of `fingerprint`."""
    fields: dict[str, Any] = {name: model._meta.get_field(name) for name in names}
    texts = {name: list(_texts_of_field(field, content.get(name), rows)) for name, field in fields.items()}
    return {name: field_texts for name, field_texts in texts.items() if field_texts}


def fingerprint_of_page(page: Page, names: Iterable[str]) -> str:
    """Return the fingerprint of the page or row in memory. One query for each kind of row that it includes."""
    return fingerprint(type(page), names, *_content_and_rows(page, names))


def texts_of_page(page: Page, names: Iterable[str]) -> Texts:
    """Return the texts, by field, that the fingerprint of the page or row in memory is computed from."""
    return clinical_texts(type(page), names, *_content_and_rows(page, names))


def _content_and_rows(page: Page, names: Iterable[str]) -> tuple[dict[str, Any], Rows]:
    fields = {name: page._meta.get_field(name) for name in names}
    streams = {
        field: getattr(page, name).get_prep_value() for name, field in fields.items() if isinstance(field, StreamField)
    }
    content = {name: field.value_to_string(page) for name, field in fields.items()}
    return content, read_shared_rows(streams, page)


def _texts_of_field(field: Field, value: Any, rows: Rows) -> Iterable[str]:
    if isinstance(field, StreamField):
        return _texts_of_block(field.stream_block, json.loads(value or "[]"), rows)
    if isinstance(field, RichTextField):
        return _normalized(get_text_for_indexing(value or ""))
    return _normalized(" ".join(value) if isinstance(value, list) else value or "")


def _texts_of_block(block: blocks.Block, data: Any, rows: Rows) -> Iterator[str]:
    """Yield the texts in the stored value of a block, in the order of the page."""
    if data is None:
        return
    if isinstance(block, blocks.StreamBlock):
        for child in data:
            if child["type"] in block.child_blocks and child["type"] not in IMAGE_BLOCKS:
                yield SectionType(child["type"])
                yield from _texts_of_block(block.child_blocks[child["type"]], child["value"], rows)
    elif isinstance(block, blocks.ListBlock):
        for item in data:
            yield from _texts_of_block(block.child_block, _value_of_item(item), rows)
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _texts_of_block(child_block, data.get(name), rows)
    else:
        yield from _texts_of_part(block, data, rows)


def _texts_of_part(block: blocks.Block, data: Any, rows: Rows) -> Iterator[str]:
    """Yield the texts in the stored value of a block that has no blocks inside it."""
    if isinstance(block, SnippetChooserBlock) and issubclass(block.model_class, TranslatableMixin):
        row = rows.get((block.model_class, data))
        for field in [row._meta.get_field(name) for name in row.clinical_fields] if row else ():
            yield from _texts_of_field(field, field.value_to_string(row), rows)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _normalized(get_text_for_indexing(data))
    elif isinstance(block, blocks.ChooserBlock):
        yield RowKey(str(data), block.model_class)
    else:
        yield from _normalized(str(data))


def _value_of_item(item: Any) -> Any:
    """Return the value of a list's item, in the present format of lists or in the one before."""
    return item["value"] if isinstance(item, dict) and item.get("type") == "item" else item


def _normalized(text: str) -> list[str]:
    """Return a list with the text with single spaces; an empty list if there is no text."""
    normalized = " ".join(text.split())
    return [normalized] if normalized else []
