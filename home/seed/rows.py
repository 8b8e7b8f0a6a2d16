"""Fill a page's child objects, such as the fields of a form, from its content file."""

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db.models import ManyToOneRel, Model
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, TranslatableMixin

from home.seed.files import ContentError, LineMapping, LineSequence

if TYPE_CHECKING:
    from home.seed.values import PageValues

FIELDS_SET_BY_THE_SEED = ("id", "page", "locale", "translation_key", "sort_order")


def relations(model: type[Page]) -> list[ManyToOneRel]:
    """Return the relations from pages of this type to their translatable child objects."""
    return [relation for relation in get_all_child_relations(model) if _is_translatable(relation)]


def _is_translatable(relation: ManyToOneRel) -> bool:
    return issubclass(relation.related_model, TranslatableMixin)


def fill_rows(values: "PageValues", page: Page, relation: ManyToOneRel) -> None:
    """Replace the page's child objects of this relation with those in its file. Raises `ContentError`.

    A row with the same first value as an existing row updates that row, so that it keeps its translations and answers.
    """
    name, content = relation.get_accessor_name(), values.content
    rows = values.sequence(content.data.get(name, LineSequence()), content.data.lines.get(name, 1), f"“{name}”")
    existing = {row.translation_key: row.pk for row in getattr(page, name).all()} if page.pk else {}
    filled = []
    for number, (data, line) in enumerate(zip(rows, rows.lines, strict=True)):
        key = uuid5(NAMESPACE_URL, f"{content.path}:{name}:{first_text(data)}")
        row = relation.related_model(
            pk=existing.get(key), translation_key=key, locale=page.locale, sort_order=number, page=page
        )
        _fill(values, row, data, line)
        filled.append(row)
    setattr(page, name, filled)


def _fill(values: "PageValues", row: Model, data: LineMapping, line: int) -> None:
    known = {field.name: field for field in row._meta.local_concrete_fields if field.name not in FIELDS_SET_BY_THE_SEED}
    for key, value in data.items():
        if key not in known:
            raise values.unknown(key, data.lines[key], f"a {row._meta.verbose_name}", known)
        setattr(row, known[key].attname, values.value(known[key], value, data.lines[key]))
    try:
        row.full_clean(exclude=["page", "locale"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        reasons = [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
        raise ContentError(*(f"{values.content.name}, line {line}: {reason}" for reason in reasons)) from error


def first_text(value: Any) -> str:
    """Return the first text in a value, which identifies its block or row; at most 200 characters."""
    while isinstance(value, dict | list):
        value = next((item for item in (value.values() if isinstance(value, dict) else value) if item), "")
    return str(value)[:200]
