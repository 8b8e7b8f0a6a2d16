"""Convert a content file to the values of a page's fields.

The keys of a file are the names of the page type's fields and of its blocks' fields. A new field or block therefore
needs no change here. Four short forms are allowed:

- A list item that begins with its term, `- Muscle strain: Overuse.`, sets the first two fields of the block.
- Rich text is written in Markdown: paragraphs, lists, bold, italic, links.
- A page is referred to by its path, `treatments-we-provide/nerve-blocks`, a shared row by its key, `blood-thinners`.
- The type of a block may be left out in a stream that has only one type. If its blocks are texts, they may be the lines
  of one text.
"""

import json
import re
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import models
from markdown_it import MarkdownIt
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.snippets.blocks import SnippetChooserBlock

from home.seed.files import SNIPPETS, ContentError, ContentFile, LineMapping, LineSequence
from home.seed.rows import fill_rows, first_text, relations
from pages.blocks.base import TermBlock
from pages.blocks.conditions import TreatmentOptionBlock
from pages.fields import ChoiceListField
from pages.models import BasePage, Source
from pages.page_types import page_types

PAGE_FIELDS = ("title", "seo_title", "search_description", "show_in_menus")
KEYS_ABOUT_THE_FILE = ("type", "children")
BLOCKS_THAT_BEGIN_WITH_A_TERM = (TermBlock, TreatmentOptionBlock)

FindPage = Callable[[str], int | None]
FindRow = Callable[[type[models.Model], str], int | None]

markdown = MarkdownIt("zero", {"html": False}).enable(["emphasis", "link", "list", "escape", "entity"])
source_reference = re.compile(r"\{source:([^}]*)\}")
internal_link = re.compile(r'<a href="(?!https?:|mailto:|tel:)([^"]*)">')


def digest(content: ContentFile) -> str:
    """Return the SHA-256 of the file's keys and values, without the list of children, comments and formatting."""
    return digest_of({key: value for key, value in content.data.items() if key != "children"})


def digest_of(data: Any) -> str:
    """Return the SHA-256 of the data as JSON."""
    return sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()


def page_model(content: ContentFile) -> type[BasePage]:
    """Return the page type in the file's `type`. Raises `ContentError` if there is no such type."""
    models_by_name = {model.__name__: model for model in page_types(BasePage)}
    name = content.data.get("type")
    if name not in models_by_name:
        known = ", ".join(sorted(models_by_name))
        raise content.error(f"“type” must be one of: {known}.", content.data.lines.get("type", 1))
    return models_by_name[name]


class Values:
    """Converts values of a content file to values of fields.

    `find_page` takes a path and returns the primary key of the page, or None if the page is not written yet. It raises
    `LookupError` if no content file has this path. `find_row` does the same with a model and the key of a shared row.
    """

    def __init__(self, content: ContentFile, find_page: FindPage, find_row: FindRow) -> None:
        self.content = content
        self.find_page = find_page
        self.find_row = find_row

    def value(self, field: models.Field, value: Any, line: int) -> Any:
        """Return the field's value, converted from the value in the file. Raises `ContentError`."""
        if isinstance(field, StreamField):
            return field.to_python(json.dumps(self._stream(field.stream_block, _items(value, line), line)))
        if isinstance(field, ChoiceListField):
            return self.sequence(value, line, f"“{field.name}”")
        if isinstance(field, models.ForeignKey):
            return self._page(value, line)
        if isinstance(field, models.TextField) and isinstance(value, LineSequence):
            return "\n".join(value)
        if not isinstance(value, str):
            raise self.content.error(f"“{field.name}” must be text.", line)
        if isinstance(field, models.BooleanField):
            value = value.title()
        if isinstance(field, RichTextField):
            return self._rich_text(value, line)
        value = self._text(value, line)
        try:
            return field.to_python(value) if value else field.get_default()
        except ValidationError as error:
            raise self.content.error(f"“{field.name}”: {' '.join(error.messages)}", line) from error

    def _stream(self, block: blocks.StreamBlock, value: Any, line: int) -> list[dict[str, Any]]:
        sections = self.sequence(value, line, "the sections")
        pairs = zip(sections, sections.lines, strict=True)
        return self._with_ids([self._section(block, item, line) for item, line in pairs])

    def _section(self, block: blocks.StreamBlock, item: Any, line: int) -> dict[str, Any]:
        if isinstance(item, str) and len(block.child_blocks) == 1:
            [(name, child_block)] = block.child_blocks.items()
            return {"type": name, "value": self._block(child_block, item, line, name)}
        if not isinstance(item, LineMapping) or len(item) != 1:
            raise self.content.error(
                "a section begins with its type and a colon, and has no other key beside it.", line
            )
        [(name, value)] = item.items()
        if name not in block.child_blocks:
            raise self.unknown(name, line, "this page", block.child_blocks)
        return {"type": name, "value": self._block(block.child_blocks[name], value, item.lines[name], name)}

    def _block(self, block: blocks.Block, value: Any, line: int, name: str) -> Any:
        """Return the block's value in the form that the database stores."""
        if isinstance(block, blocks.StreamBlock):
            return self._stream(block, value, line)
        if isinstance(block, blocks.ListBlock):
            items = self.sequence(value, line, f"“{name}”")
            pairs = zip(items, items.lines, strict=True)
            return self._with_ids(
                [{"type": "item", "value": self._block(block.child_block, item, at, name)} for item, at in pairs]
            )
        if isinstance(block, blocks.StructBlock):
            return self._struct(block, value, line, name)
        if isinstance(block, blocks.PageChooserBlock):
            return self._page(value, line)
        if not isinstance(value, str):
            raise self.content.error(f"“{name}” must be text.", line)
        if isinstance(block, SnippetChooserBlock):
            return self._row(block.target_model, value, line)
        return self._rich_text(value, line) if isinstance(block, blocks.RichTextBlock) else self._text(value, line)

    def _with_ids(self, children: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add an identifier to each block and return the blocks.

        The identifier depends on the block's first text. While that stays the same, the block keeps its translations.
        """
        seen: set[str] = set()
        for child in children:
            key = f"{self.content.path}:{child['type']}:{first_text(child['value'])}"
            while key in seen:
                key += "+"
            seen.add(key)
            child["id"] = str(uuid5(NAMESPACE_URL, key))
        return children

    def _struct(self, block: blocks.StructBlock, value: Any, line: int, name: str) -> dict[str, Any]:
        if not isinstance(value, LineMapping):
            raise self.content.error(f"“{name}” must have keys: {', '.join(block.child_blocks)}.", line)
        struct = {}
        for key, item in value.items():
            if key in block.child_blocks:
                struct[key] = self._block(block.child_blocks[key], item, value.lines[key], key)
            elif isinstance(block, BLOCKS_THAT_BEGIN_WITH_A_TERM) and key == next(iter(value)):
                if not isinstance(item, str):
                    raise self.content.error(f"the value of “{key}” must be text.", value.lines[key])
                first, second = list(block.child_blocks)[:2]
                struct |= {first: key, second: item}
            else:
                raise self.unknown(key, value.lines[key], f"“{name}”", block.child_blocks)
        return struct

    def _rich_text(self, value: str, line: int) -> str:
        """Return HTML as Wagtail stores it."""

        def link(match: re.Match[str]) -> str:
            return f'<a linktype="page" id="{self._page(match[1], line)}">'

        return internal_link.sub(link, markdown.render(self._text(value, line))).replace("\n", "")

    def _text(self, value: str, line: int) -> str:
        """Return the text. Raises `ContentError` if it refers to an unknown source.

        A source that staff have added before the content file has the key that staff gave it.
        """

        def reference(match: re.Match[str]) -> str:
            pk = self._row(Source, match[1], line)
            return f"{{source:{Source.objects.get(pk=pk).key}}}" if pk else match[0]

        return source_reference.sub(reference, value)

    def _row(self, model: type[models.Model], key: str, line: int) -> int | None:
        try:
            return self.find_row(model, key)
        except LookupError:
            raise self.content.error(
                f"there is no {model._meta.verbose_name} “{key}” in the files under {SNIPPETS}/.", line
            ) from None

    def _page(self, path: str, line: int) -> int | None:
        try:
            return self.find_page(path)
        except LookupError:
            raise self.content.error(
                f"there is no page “{path}”. Write its path, for example locations/russellville.", line
            ) from None

    def sequence(self, value: Any, line: int, what: str) -> LineSequence:
        """Return the value if it is a list. Raises `ContentError` otherwise."""
        if not isinstance(value, LineSequence):
            raise self.content.error(f"{what} must be a list, each item after a dash.", line)
        return value

    def unknown(self, key: str, line: int, what: str, known: Iterable[str]) -> ContentError:
        """Return the `ContentError` for an unknown key."""
        return self.content.error(f"unknown key “{key}”; {what} may have: {', '.join(known)}.", line)

    def _reasons(self, error: ValidationError, data: Any, line: int) -> list[str]:
        """Return a reason for each mistake inside a stream, with the line number of the innermost invalid part."""
        if getattr(error, "code", None) == "required" and data and isinstance(data, str):
            return []  # a link to a page that is not written yet
        reasons: list[str] = []
        for key, child in getattr(error, "block_errors", {}).items():
            reasons += self._reasons(child, *self._inside(data, key, line))
        others = getattr(error, "non_block_errors", None)
        own = [error] if others is None else others.as_data()
        return reasons + [f"{self.content.name}, line {line}: {text}" for one in own for text in one.messages]

    @staticmethod
    def _inside(data: Any, key: Any, line: int) -> tuple[Any, int]:
        """Return the part of `data` that a validation error's key refers to, and its line number."""
        if isinstance(data, LineSequence) and isinstance(key, int):
            item, item_line = data[key], data.lines[key]
            only_value = next(iter(item.values())) if isinstance(item, LineMapping) and len(item) == 1 else None
            return (only_value if isinstance(only_value, LineMapping) else item), item_line
        if isinstance(data, LineMapping) and key in data:
            return data[key], data.lines[key]
        return data, line


def _items(value: Any, line: int) -> Any:
    """Return the lines of a text as items of a sequence; any other value unchanged."""
    if not isinstance(value, str):
        return value
    items = LineSequence()
    items.extend(value.splitlines())
    items.lines = [line] * len(items)
    return items


class PageValues(Values):
    """Reads the values of one page from its file."""

    def __init__(self, content: ContentFile, find_page: FindPage, find_row: FindRow) -> None:
        super().__init__(content, find_page, find_row)
        self.model = page_model(content)

    def fill(self, page: BasePage) -> None:
        """Set the page's fields to the values in the file, and all others to their defaults. Raises `ContentError`."""
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
        """Validate the page. Raises `ContentError` with each invalid value and its line number."""
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
            found = [reason for name, errors in error.error_dict.items() for reason in self._errors(name, errors)]
            reasons += [reason for reason in found if reason not in reasons]
        if reasons:
            raise ContentError(*reasons)

    def _errors(self, name: str, errors: list[ValidationError]) -> list[str]:
        """Return a reason for each error of a field."""
        data, line = self.content.data.get(name), self.content.data.lines.get(name, 1)
        if data and any(hasattr(error, "block_errors") for error in errors):
            return [reason for error in errors for reason in self._reasons(error, data, line)]
        messages = " ".join(message for error in errors for message in error.messages)
        return [f"{self.content.name}, line {line}: {name}: {messages}"]

    def fields(self) -> dict[str, Any]:
        """Return the fields that a file of this type can set, by name: no review and no user account."""
        own = [
            field
            for field in self.model._meta.local_concrete_fields
            if field.editable and not isinstance(field, models.OneToOneField)
        ]
        page = [self.model._meta.get_field(name) for name in PAGE_FIELDS]
        return {field.name: field for field in [*page, *own]}
