"""Where a text is in its page: a label that staff understand, and the field or block with its limits."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField

QUOTED_WORDS = 40  # characters of an item that its label quotes


@dataclass(frozen=True)
class Place:
    """The labels from the outermost to the innermost, and the field or block that stores the text (None: unknown)."""

    labels: tuple[str, ...]
    holder: Any

    @property
    def section(self) -> str:
        """The outer labels: the section of the page, for headings."""
        return " › ".join(self.labels[: self._outer]) or _("Page")

    @property
    def label(self) -> str:
        """The inner labels: the item and its part."""
        return " › ".join(self.labels[self._outer :])

    @property
    def _outer(self) -> int:
        return min(len(self.labels) - 1, 2)

    @property
    def maximum_length(self) -> int | None:
        """The number of characters that fit, or None if there is no limit."""
        field = self.holder if isinstance(self.holder, models.Field) else getattr(self.holder, "field", None)
        return getattr(field, "max_length", None)

    @property
    def is_single_line(self) -> bool:
        """Whether a line break does not belong into the text."""
        if isinstance(self.holder, models.Field):
            return not isinstance(self.holder, models.TextField)
        return isinstance(self.holder, blocks.CharBlock)


def find_place(instance: Any, path: str) -> Place:
    """Return the place of the text with this path, such as `body.<block>.items.<item>.term`, in a page or row."""
    name, *rest = path.split(".")
    field = instance._meta.get_field(name)
    if isinstance(field, StreamField):
        labels, block = _walk(getattr(instance, name), rest)
        return Place((_name(field), *labels), block)
    if isinstance(field, models.ManyToOneRel):
        return _find_in_row(instance, field, rest)
    return Place((_name(field),), field)


def _name(field: Any) -> str:
    return str(capfirst(field.verbose_name))


def _find_in_row(instance: Any, relation: Any, rest: list[str]) -> Place:
    rows = list(getattr(instance, relation.get_accessor_name()).all())
    label = str(capfirst(relation.related_model._meta.verbose_name))
    for number, row in enumerate(rows, start=1):
        if str(row.translation_key) == rest[0]:
            inner = find_place(row, ".".join(rest[1:]))
            own = f"{label} {number} {_quoted(getattr(row, 'label', ''))}".strip()
            return Place((own, *inner.labels), inner.holder)
    raise ObjectDoesNotExist


def _walk(value: Any, rest: list[str]) -> tuple[list[str], Any]:
    """Return the labels below a block's value, and the innermost block. Raises `KeyError` if the path leads nowhere."""
    if isinstance(value, blocks.StreamValue):
        children = [(child.id, child.block, child.value) for child in value]
        many = len(value.stream_block.child_blocks) == 1
    elif isinstance(value, ListValue):
        children = [(child.id, child.block, child.value) for child in value.bound_blocks]
        many = True
    elif isinstance(value, blocks.StructValue):
        child = value.block.child_blocks[rest[0]]
        return _inside(str(child.label), child, value[rest[0]], rest)
    else:
        raise KeyError(rest[0])
    number, (_key, block, inner) = next(
        (number, child) for number, child in enumerate(children, start=1) if child[0] == rest[0]
    )
    label = str(block.label) if not isinstance(value, ListValue) else ""
    own = f"{label} {number} {_quoted(_first_text(inner))}".strip() if many else label
    return _inside(own, block, inner, rest)


def _inside(label: str, block: Any, value: Any, rest: list[str]) -> tuple[list[str], Any]:
    if len(rest) > 1 and isinstance(block, blocks.StructBlock) and not isinstance(value, blocks.StructValue):
        child = block.child_blocks[rest[1]]  # the value of Wagtail's `ImageBlock` is an image
        return [label, str(child.label)], child
    if len(rest) == 1 or not isinstance(value, blocks.StreamValue | ListValue | blocks.StructValue):
        return [label], block
    labels, innermost = _walk(value, rest[1:])
    return [label, *labels], innermost


def _first_text(value: Any) -> str:
    if isinstance(value, blocks.StructValue):
        return next((text for child in value.values() if (text := _first_text(child))), "")
    return value if isinstance(value, str) else ""


def _quoted(text: str) -> str:
    return f"“{Truncator(strip_tags(text)).chars(QUOTED_WORDS)}”" if text else ""
