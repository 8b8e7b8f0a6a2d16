"""From a content file to the rows a page owns: the questions of a form."""

from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from modelcluster.models import get_all_child_relations
from wagtail.models import TranslatableMixin

from home.seed.files import ContentError, LineSequence

KEPT_BY_THE_SEED = ("id", "page", "locale", "translation_key", "sort_order")


def relations(model):
    """Return the relations to what pages of this type own beside their fields."""
    return [one for one in get_all_child_relations(model) if issubclass(one.related_model, TranslatableMixin)]


def fill_rows(values, page, relation):
    """Make the page's rows of this kind those of its file (`values`); raises `ContentError`.

    A row is known again by its first value, so that answers and translations stay with it.
    """
    name, content = relation.get_accessor_name(), values.content
    rows = values.sequence(content.data.get(name, LineSequence()), content.data.lines.get(name), f"“{name}”")
    kept = {row.translation_key: row.pk for row in getattr(page, name).all()} if page.pk else {}
    filled = []
    for number, (said, line) in enumerate(zip(rows, rows.lines, strict=True)):
        key = uuid5(NAMESPACE_URL, f"{content.path}:{name}:{first_text(said)}")
        row = relation.related_model(
            pk=kept.get(key), translation_key=key, locale=page.locale, sort_order=number, page=page
        )
        _fill(values, row, said, line)
        filled.append(row)
    setattr(page, name, filled)


def _fill(values, row, said, line):
    known = {field.name: field for field in row._meta.local_concrete_fields if field.name not in KEPT_BY_THE_SEED}
    for key, value in said.items():
        if key not in known:
            raise values.unknown(key, said.lines[key], f"a {row._meta.verbose_name}", known)
        setattr(row, known[key].attname, values.value(known[key], value, said.lines[key]))
    try:
        row.full_clean(exclude=["page", "locale"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        reasons = [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
        raise ContentError(*(f"{values.content.name}, line {line}: {reason}" for reason in reasons)) from error


def first_text(value):
    """Return the first text inside a block's value: what a reader would call the block by."""
    while isinstance(value, dict | list):
        value = next((item for item in (value.values() if isinstance(value, dict) else value) if item), "")
    return str(value)[:200]
