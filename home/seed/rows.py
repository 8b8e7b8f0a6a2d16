"""Read the child rows of a page from its content file: the fields of a form."""

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, TranslatableMixin

from home.seed.files import ContentError, Mapping, Sequence

if TYPE_CHECKING:
    from home.seed.values import PageValues

KEPT_BY_THE_SEED = ("id", "page", "locale", "translation_key", "sort_order")


def relations(model: type[Page]) -> list[models.ManyToOneRel]:
    """Return the relations to the translatable child rows of this page type."""
    return [one for one in get_all_child_relations(model) if issubclass(one.related_model, TranslatableMixin)]


def fill_rows(values: "PageValues", page: Page, relation: models.ManyToOneRel) -> None:
    """Set the page's rows of this relation to those in its file (`values`); raise `ContentError` for a mistake.

    A row is recognized by its first value, so that it keeps its answers and translations.
    """
    name, content = relation.get_accessor_name(), values.content
    rows = values.sequence(content.data.get(name, Sequence()), content.data.lines.get(name), f"“{name}”")
    kept = {row.translation_key: row.pk for row in getattr(page, name).all()} if page.pk else {}
    filled = []
    for number, (data, line) in enumerate(zip(rows, rows.lines, strict=True)):
        key = uuid5(NAMESPACE_URL, f"{content.path}:{name}:{first_words(data)}")
        row = relation.related_model(
            pk=kept.get(key), translation_key=key, locale=page.locale, sort_order=number, page=page
        )
        _fill(values, row, data, line)
        filled.append(row)
    setattr(page, name, filled)


def _fill(values: "PageValues", row: models.Model, data: Mapping, line: int) -> None:
    known = {field.name: field for field in row._meta.local_concrete_fields if field.name not in KEPT_BY_THE_SEED}
    for key, value in data.items():
        if key not in known:
            raise values.unknown(key, data.lines[key], f"a {row._meta.verbose_name}", known)
        setattr(row, known[key].attname, values.value(known[key], value, data.lines[key]))
    try:
        row.full_clean(exclude=["page", "locale"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        reasons = [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
        raise ContentError(*(f"{values.content.name}, line {line}: {reason}" for reason in reasons)) from error


def first_words(value: Any) -> str:
    """Return the first text in a block's value, at most 200 characters: the seed recognizes the block by it."""
    while isinstance(value, dict | list):
        value = next((item for item in (value.values() if isinstance(value, dict) else value) if item), "")
    return str(value)[:200]
