"""The text that a clinician signs, as it is shown before the signature: the same that its fingerprint is made from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from wagtail.fields import StreamField

from pages.clinical_text import RowKey, SectionType, texts_of_page


@dataclass
class Part:
    """The paragraphs of one field, or of one section of a stream, below a heading."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)


def text_to_sign(target: Any) -> list[Part]:
    """Return the medical text of a page or passage in memory, in the order of its clinical fields and sections."""
    texts = texts_of_page(target, target.clinical_fields)
    rows = _rows(text for name in texts for text in texts[name])
    return [
        part for name in target.clinical_fields if name in texts for part in _parts(target, name, texts[name], rows)
    ]


def _parts(target: Any, name: str, texts: list[str], rows: dict[tuple[type[Model], str], str]) -> list[Part]:
    model_field = target._meta.get_field(name)
    blocks = model_field.stream_block.child_blocks if isinstance(model_field, StreamField) else {}
    parts = [Part(capfirst(str(model_field.verbose_name)))]
    for text in texts:
        if isinstance(text, SectionType):
            if len(blocks) > 1 and text in blocks:
                parts.append(Part(str(blocks[text].label)))
        elif isinstance(text, RowKey):
            parts[-1].paragraphs.append(rows.get((text.model, str(text)), str(text)))
        elif model_field.choices:
            parts[-1].paragraphs.append(str(dict(model_field.flatchoices).get(text, text)))
        else:
            parts[-1].paragraphs.append(text)
    return [part for part in parts if part.paragraphs]


def _rows(texts: Iterable[str]) -> dict[tuple[type[Model], str], str]:
    """Return the names of the rows that the texts refer to. One query for each model."""
    keys: dict[type[Model], set[str]] = {}
    for text in texts:
        if isinstance(text, RowKey):
            keys.setdefault(text.model, set()).add(str(text))
    return {
        (model, str(row.pk)): str(row)
        for model, of_model in keys.items()
        for row in model._default_manager.filter(pk__in=of_model)
    }
