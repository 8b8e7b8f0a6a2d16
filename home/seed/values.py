"""Read the field values of a page from its content file.

The keys of a file are the names of the page type's fields and of the fields of its blocks, so that a new field or block
needs no change here. There are three shorter forms:

- a list item that begins with its term, `- Muscle strain: Overuse.`, fills the block's first two fields;
- the text of a rich text block is Markdown (paragraphs, lists, bold, italic, links);
- a page is named by its path in the tree, `treatments-we-provide/nerve-blocks`.
"""

import json
import re
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from markdown_it import MarkdownIt
from wagtail import blocks
from wagtail.fields import StreamField

from home.seed.files import ContentError, ContentFile, Mapping, Sequence
from home.seed.rows import fill_rows, first_words, relations
from pages.blocks.base import TermBlock
from pages.blocks.conditions import TreatmentOptionBlock
from pages.fields import ChoiceListField
from pages.models import BasePage

PAGE_FIELDS = ("title", "seo_title", "search_description", "show_in_menus")
KEYS_ABOUT_THE_FILE = ("type", "children")
BLOCKS_THAT_BEGIN_WITH_A_TERM = (TermBlock, TreatmentOptionBlock)

markdown = MarkdownIt("zero", {"html": False}).enable(["emphasis", "link", "list", "escape", "entity"])
internal_link = re.compile(r'<a href="(?!https?:|mailto:|tel:)([^"]*)">')


def digest(content: ContentFile) -> str:
    """Return the SHA-256 (hexadecimal) of the file's data. Comments and line breaks make no difference."""
    data = {key: value for key, value in content.data.items() if key != "children"}
    return sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()


def page_model(content: ContentFile) -> type[BasePage]:
    """Return the page type that the file names; raise `ContentError` if it names none."""
    models_by_name = {model.__name__: model for model in apps.get_models() if issubclass(model, BasePage)}
    name = content.data.get("type")
    if name not in models_by_name:
        known = ", ".join(sorted(models_by_name))
        raise content.error(f"“type” must be one of: {known}.", content.data.lines.get("type", 1))
    return models_by_name[name]


class PageValues:
    """Reads the values of one page from its file.

    `find_page` takes a path and returns the page's primary key, or None if the page is not written yet. It raises
    `LookupError` for a path without a content file.
    """

    def __init__(self, content: ContentFile, find_page: Callable[[str], int | None]) -> None:
        self.content = content
        self.model = page_model(content)
        self.find_page = find_page

    def fill(self, page: BasePage) -> None:
        """Set the page's fields to the values in the file, the others to their defaults; raise `ContentError`."""
        data = self.content.data
        known = self.fields()
        accepted = [*KEYS_ABOUT_THE_FILE, *known, *(relation.get_accessor_name() for relation in relations(self.model))]
        for key in data:
            if key not in accepted:
                raise self.unknown(key, data.lines[key], f"a {data['type']}", accepted)
        for name, field in known.items():
            if name in data:
                setattr(page, field.attname, self.value(field, data[name], data.lines[name]))
            elif name != "title":
                setattr(page, field.attname, field.get_default())
        if "show_in_menus" not in data:
            page.show_in_menus = not getattr(page, "is_notice", False)
        for relation in relations(self.model):
            fill_rows(self, page, relation)
        page.draft_title = page.title

    def check(self, page: BasePage) -> None:
        """Raise `ContentError` with the line of each value that the page type does not accept."""
        reasons = []
        for name, field in self.fields().items():
            if isinstance(field, StreamField) and name in self.content.data:
                try:
                    field.stream_block.clean(getattr(page, name))
                except ValidationError as error:
                    reasons += self._reasons(error, self.content.data[name], self.content.data.lines[name])
        try:
            page.full_clean(exclude=["path", "depth", "numchild", "url_path", "content_type"])
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                line = self.content.data.lines.get(name, 1)
                reasons.append(f"{self.content.name}, line {line}: {name}: {' '.join(messages)}")
        if reasons:
            raise ContentError(*reasons)

    def fields(self) -> dict[str, models.Field]:
        """Return the fields that a file of this type may set, by name. A file sets no field of a medical review."""
        signature = getattr(self.model, "review_fields", [])
        own = [
            field
            for field in self.model._meta.local_concrete_fields
            if field.editable and not isinstance(field, models.OneToOneField) and field.name not in signature
        ]
        page = [self.model._meta.get_field(name) for name in PAGE_FIELDS]
        return {field.name: field for field in [*page, *own]}

    def value(self, field: models.Field, value: Any, line: int) -> Any:
        """Return the value in the file as a value of the field; raise `ContentError` with the line."""
        if isinstance(field, StreamField):
            return field.to_python(json.dumps(self._stream(field.stream_block, value, line)))
        if isinstance(field, ChoiceListField):
            return self.sequence(value, line, f"“{field.name}”")
        if isinstance(field, models.ForeignKey):
            return self._page(value, line)
        if isinstance(field, models.TextField) and isinstance(value, Sequence):
            return "\n".join(value)
        if not isinstance(value, str):
            raise self.content.error(f"“{field.name}” must be text.", line)
        if isinstance(field, models.BooleanField):
            value = value.title()
        try:
            return field.to_python(value) if value else field.get_default()
        except ValidationError as error:
            raise self.content.error(f"“{field.name}”: {' '.join(error.messages)}", line) from error

    def _stream(self, block: blocks.StreamBlock, value: Any, line: int) -> list[dict[str, Any]]:
        sections = self.sequence(value, line, "the sections")
        pairs = zip(sections, sections.lines, strict=True)
        return self._identified([self._section(block, item, line) for item, line in pairs])

    def _section(self, block: blocks.StreamBlock, item: Any, line: int) -> dict[str, Any]:
        if not isinstance(item, Mapping) or len(item) != 1:
            raise self.content.error("a section begins with its type and a colon, and holds nothing beside it.", line)
        [(name, value)] = item.items()
        if name not in block.child_blocks:
            raise self.unknown(name, line, "this page", block.child_blocks)
        return {"type": name, "value": self._block(block.child_blocks[name], value, item.lines[name], name)}

    def _block(self, block: blocks.Block, value: Any, line: int, name: str) -> Any:
        if isinstance(block, blocks.StreamBlock):
            return self._stream(block, value, line)
        if isinstance(block, blocks.ListBlock):
            items = self.sequence(value, line, f"“{name}”")
            pairs = zip(items, items.lines, strict=True)
            return self._identified(
                [{"type": "item", "value": self._block(block.child_block, item, at, name)} for item, at in pairs]
            )
        if isinstance(block, blocks.StructBlock):
            return self._struct(block, value, line, name)
        if isinstance(block, blocks.PageChooserBlock):
            return self._page(value, line)
        if not isinstance(value, str):
            raise self.content.error(f"“{name}” must be text.", line)
        return self._rich_text(value, line) if isinstance(block, blocks.RichTextBlock) else value

    def _identified(self, children: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the blocks, each with an identifier made from its first words: translations refer to it."""
        seen = set()
        for child in children:
            words = f"{self.content.path}:{child['type']}:{first_words(child['value'])}"
            while words in seen:
                words += "+"
            seen.add(words)
            child["id"] = str(uuid5(NAMESPACE_URL, words))
        return children

    def _struct(self, block: blocks.StructBlock, value: Any, line: int, name: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise self.content.error(f"“{name}” must have keys: {', '.join(block.child_blocks)}.", line)
        struct = {}
        for key, item in value.items():
            if key in block.child_blocks:
                struct[key] = self._block(block.child_blocks[key], item, value.lines[key], key)
            elif isinstance(block, BLOCKS_THAT_BEGIN_WITH_A_TERM) and key == next(iter(value)):
                if not isinstance(item, str):
                    raise self.content.error(f"what follows “{key}” must be text.", value.lines[key])
                first, second = list(block.child_blocks)[:2]
                struct |= {first: key, second: item}
            else:
                raise self.unknown(key, value.lines[key], f"“{name}”", block.child_blocks)
        return struct

    def _rich_text(self, value: str, line: int) -> str:
        def link(match: re.Match) -> str:
            return f'<a linktype="page" id="{self._page(match[1], line)}">'

        return internal_link.sub(link, markdown.render(value)).replace("\n", "")

    def _page(self, path: str, line: int) -> int | None:
        try:
            return self.find_page(path)
        except LookupError:
            raise self.content.error(
                f"there is no page “{path}”. Name it by its path, for example locations/russellville.", line
            ) from None

    def sequence(self, value: Any, line: int, what: str) -> Sequence:
        """Return the value if it is a list, otherwise raise `ContentError`."""
        if not isinstance(value, Sequence):
            raise self.content.error(f"{what} must be a list, each item after a dash.", line)
        return value

    def unknown(self, key: str, line: int, what: str, known: Iterable[str]) -> ContentError:
        """Return the error for a key that is not among the known ones."""
        return self.content.error(f"unknown key “{key}”; {what} may have: {', '.join(known)}.", line)

    def _reasons(self, error: ValidationError, data: Any, line: int) -> list[str]:
        """Return a reason for each mistake in a stream, with the line of the innermost value that contains it."""
        if getattr(error, "code", None) == "required" and data and isinstance(data, str):
            return []  # the value names a page that is not written yet
        reasons = []
        for key, child in getattr(error, "block_errors", {}).items():
            reasons += self._reasons(child, *self._inside(data, key, line))
        others = getattr(error, "non_block_errors", None)
        own = [error] if others is None else others.as_data()
        return reasons + [f"{self.content.name}, line {line}: {text}" for one in own for text in one.messages]

    @staticmethod
    def _inside(data: Any, key: int | str, line: int) -> tuple[Any, int]:
        if isinstance(data, Sequence) and isinstance(key, int):
            item, item_line = data[key], data.lines[key]
            is_section = isinstance(item, Mapping) and len(item) == 1 and isinstance(next(iter(item.values())), Mapping)
            return (next(iter(item.values())), item_line) if is_section else (item, item_line)
        if isinstance(data, Mapping) and key in data:
            return data[key], data.lines[key]
        return data, line
