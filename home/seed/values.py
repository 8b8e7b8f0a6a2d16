"""From a content file to the values of a page's fields.

The keys of a file are the names of the page type's fields, and of its blocks' fields below them: nothing is
named twice, and a new block can be written in a file without a change here. Shorter forms that read better:

- a list item that begins with its term, `- Muscle strain: Overuse.`, fills the block's first two fields;
- text of a rich text block is Markdown (paragraphs, lists, bold, italic, links);
- a page is named by its path in the tree, `treatments-we-provide/nerve-blocks`.
"""

import json
import re
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import models
from markdown_it import MarkdownIt
from wagtail import blocks
from wagtail.fields import StreamField

from home.seed.files import ContentError, LineMapping, LineSequence
from home.seed.rows import fill_rows, first_text, relations
from pages.blocks.base import TermBlock
from pages.blocks.conditions import TreatmentOptionBlock
from pages.fields import ChoiceListField
from pages.models import BasePage
from pages.page_types import page_types

PAGE_FIELDS = ("title", "seo_title", "search_description", "show_in_menus")
KEYS_ABOUT_THE_FILE = ("type", "children")
BLOCKS_THAT_BEGIN_WITH_A_TERM = (TermBlock, TreatmentOptionBlock)

markdown = MarkdownIt("zero", {"html": False}).enable(["emphasis", "link", "list", "escape", "entity"])
internal_link = re.compile(r'<a href="(?!https?:|mailto:|tel:)([^"]*)">')


def digest(content):
    """Return a fingerprint of what the file says, whatever its comments and line breaks."""
    said = {key: value for key, value in content.data.items() if key != "children"}
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def page_model(content):
    """Return the page type the file names; raises `ContentError` where it names none."""
    models_by_name = {model.__name__: model for model in page_types(BasePage)}
    name = content.data.get("type")
    if name not in models_by_name:
        known = ", ".join(sorted(models_by_name))
        raise content.error(f"“type” must be one of: {known}.", content.data.lines.get("type", 1))
    return models_by_name[name]


class PageValues:
    """Reads the values of one page from its file.

    `find_page` takes a path and returns the page's primary key, None where the page is not written yet, and
    raises `LookupError` where there is no such page.
    """

    def __init__(self, content, find_page):
        self.content = content
        self.model = page_model(content)
        self.find_page = find_page

    def fill(self, page):
        """Set the page's fields to what the file says, the others to their defaults; raises `ContentError`."""
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

    def check(self, page):
        """Raise `ContentError` for each value the page type refuses, with its line."""
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

    def fields(self):
        """The fields a file of this type may set, by name. No file signs a page, and none takes a signature away."""
        signature = getattr(self.model, "review_fields", [])
        own = [
            field
            for field in self.model._meta.local_concrete_fields
            if field.editable and not isinstance(field, models.OneToOneField) and field.name not in signature
        ]
        page = [self.model._meta.get_field(name) for name in PAGE_FIELDS]
        return {field.name: field for field in [*page, *own]}

    def value(self, field, value, line):
        """Return the field's value that the file says; raises `ContentError` with the line."""
        if isinstance(field, StreamField):
            return field.to_python(json.dumps(self._stream(field.stream_block, value, line)))
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
        try:
            return field.to_python(value) if value else field.get_default()
        except ValidationError as error:
            raise self.content.error(f"“{field.name}”: {' '.join(error.messages)}", line) from error

    def _stream(self, block, value, line):
        sections = self.sequence(value, line, "the sections")
        pairs = zip(sections, sections.lines, strict=True)
        return self._identified([self._section(block, item, line) for item, line in pairs])

    def _section(self, block, item, line):
        if not isinstance(item, LineMapping) or len(item) != 1:
            raise self.content.error("a section begins with its type and a colon, and holds nothing beside it.", line)
        [(name, value)] = item.items()
        if name not in block.child_blocks:
            raise self.unknown(name, line, "this page", block.child_blocks)
        return {"type": name, "value": self._block(block.child_blocks[name], value, item.lines[name], name)}

    def _block(self, block, value, line, name):
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

    def _identified(self, children):
        """Give each block an identifier that stays while its first words do: translations hang on it."""
        seen = set()
        for child in children:
            words = f"{self.content.path}:{child['type']}:{first_text(child['value'])}"
            while words in seen:
                words += "+"
            seen.add(words)
            child["id"] = str(uuid5(NAMESPACE_URL, words))
        return children

    def _struct(self, block, value, line, name):
        if not isinstance(value, LineMapping):
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

    def _rich_text(self, value, line):
        def link(match):
            return f'<a linktype="page" id="{self._page(match[1], line)}">'

        return internal_link.sub(link, markdown.render(value)).replace("\n", "")

    def _page(self, path, line):
        try:
            return self.find_page(path)
        except LookupError:
            raise self.content.error(
                f"there is no page “{path}”. Name it by its path, for example locations/russellville.", line
            ) from None

    def sequence(self, value, line, what):
        """Return the value if it is a list; raises `ContentError`."""
        if not isinstance(value, LineSequence):
            raise self.content.error(f"{what} must be a list, each item after a dash.", line)
        return value

    def unknown(self, key, line, what, known):
        """Return the `ContentError` for a key that is none of the known ones."""
        return self.content.error(f"unknown key “{key}”; {what} may have: {', '.join(known)}.", line)

    def _reasons(self, error, data, line):
        """A reason for each mistake inside a stream, with the line of the innermost part it concerns."""
        if getattr(error, "code", None) == "required" and data and isinstance(data, str):
            return []  # names a page that is not written yet
        reasons = []
        for key, child in getattr(error, "block_errors", {}).items():
            reasons += self._reasons(child, *self._inside(data, key, line))
        others = getattr(error, "non_block_errors", None)
        own = [error] if others is None else others.as_data()
        return reasons + [f"{self.content.name}, line {line}: {text}" for one in own for text in one.messages]

    @staticmethod
    def _inside(data, key, line):
        if isinstance(data, LineSequence) and isinstance(key, int):
            item, item_line = data[key], data.lines[key]
            is_section = (
                isinstance(item, LineMapping) and len(item) == 1 and isinstance(next(iter(item.values())), LineMapping)
            )
            return (next(iter(item.values())), item_line) if is_section else (item, item_line)
        if isinstance(data, LineMapping) and key in data:
            return data[key], data.lines[key]
        return data, line
