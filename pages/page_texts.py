"""Fill the placeholders in all texts of a page, read the rows that it shares with other pages, and check its texts.

Every text field and every text block of a page is filled here, whatever its name, so that a new one needs nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError, ListValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import TranslatableMixin
from wagtail.rich_text import RichText
from wagtail.snippets.blocks import SnippetChooserBlock

from pages.blocks.rows import known_rows
from pages.blocks.treatment_chooser import TreatmentChooserBlock
from pages.languages import is_source_language
from pages.placeholders import Filler, find_mistake, reference

if TYPE_CHECKING:
    from pages.site_context import SiteContext

# Names, addresses and the like are shown in other places too, which do not fill placeholders.
FIXED_TEXTS = {
    *("title", "draft_title", "menu_label", "plain_name", "name_in_headings", "other_names", "search_words", "key"),
    *("clinic_name", "phone", "fax", "street_address", "city", "state", "postal_code", "country", "notified"),
    *("contact_phone", "coordinator_phone", "coordinator_email"),
    *("credentials", "role", "choice", "default_value", "clean_name", "url_path"),
}
# The ends of the names of texts that are also shown in links, buttons and attributes, where a link cannot be.
SHOWN_WITHOUT_LINKS = ("heading", "label", "title", "name", "term", "search_description", "caption")
REMOVED = object()
# What a page shows of the treatments that it links to.
FIELDS_OF_LINKED_PAGES = ("path", "url_path", "title", "menu_label", "plain_name", "live", "translation_key")

Check = Callable[[str, str], str | None]
Rows = dict[tuple[type[models.Model], Any], Any]  # by model and chosen key


class SharedTexts(NamedTuple):
    """What a page shows of other rows, and its streams. Kept in memory for many requests, so nobody may change it.

    `rows` are all rows that its blocks choose. `shared_rows` are the passages and signs among them, filled. `sources`
    are the page's own, then those of its passages. `streams` are the stored values of the page's streams, filled.
    """

    rows: Rows
    shared_rows: list[Any]
    sources: list[Any]
    filler: Filler
    streams: dict[StreamField, Any]


def text_fields(model: Any) -> list[models.Field]:
    """Return the fields of a model with texts that editors write, except streams."""
    return _text_fields(model)


def stream_fields(model: Any) -> list[StreamField]:
    """Return the fields of a model with streams of blocks."""
    return _stream_fields(model)


@cache
def _text_fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if _is_text_field(field)]


@cache
def _stream_fields(model: type[models.Model]) -> list[StreamField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, StreamField)]


def _is_text_field(field: models.Field) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField)
    is_address = isinstance(field, models.SlugField | models.URLField)
    return is_text and not is_address and field.editable and not field.choices


def fill(page: Any, site: "SiteContext", plain: bool = False) -> None:
    """Fill the placeholders in the texts of a page in memory, which is then not saved any more.

    Sets `filler`, `shared_rows` (the passages and warning signs, in the language of the page) and `all_sources`: the
    page's own sources, then those of its passages. Reads each kind of row with one query, until the site changes.
    `plain` leaves out links.
    """
    if getattr(page, "is_filled", False):
        return
    page.is_filled = True
    shared = site.keep("shared texts", lambda: _read_shared_texts(page, site, plain), page.pk, plain)
    page.shared_rows, page.all_sources, page.filler = shared.shared_rows, shared.sources, shared.filler
    fill_fields(page, shared.filler, plain)
    with_rows = known_rows.set(shared.rows)
    try:
        for field, data in shared.streams.items():
            stream = field.stream_block.to_python(data)
            for child in stream:
                child.value  # noqa: B018, converts the block while its rows are known
            setattr(page, field.name, stream)
    finally:
        known_rows.reset(with_rows)


def _read_shared_texts(page: Any, site: "SiteContext", plain: bool) -> SharedTexts:
    streams = {field: getattr(page, field.name).get_prep_value() for field in stream_fields(type(page))}
    rows = _read_rows(streams, page)
    own = [block["value"] for field, data in streams.items() if field.name == "sources" for block in data]
    shared = [row for (model, _key), row in rows.items() if issubclass(model, TranslatableMixin)]
    by_key = {row.pk: row for (model, _key), row in rows.items() if not issubclass(model, TranslatableMixin)}
    keys = dict.fromkeys([*own, *(key for row in shared for key in source_keys(row))])
    sources = [by_key[key] for key in keys if key in by_key]
    numbers = {source.key: number for number, source in enumerate(sources, start=1)}
    filler = Filler(site.facts_for(page), numbers)
    for row in shared:
        fill_fields(row, filler, plain)
    rows |= _read_treatments(streams)
    filled = {
        field: _map(field.stream_block, data, lambda block, value: _fill_block(block, value, filler, plain, rows))
        for field, data in streams.items()
    }
    return SharedTexts(rows, shared, sources, filler, filled)


def fill_fields(row: models.Model, filler: Filler, plain: bool = False) -> None:
    """Fill the placeholders in the text fields of a page or row in memory."""
    for field in text_fields(type(row)):
        if field.name not in FIXED_TEXTS:
            value = row.__dict__.get(field.attname)
            if isinstance(value, str) and "{" in value:
                setattr(row, field.name, _filled(value, field.name, isinstance(field, RichTextField), filler, plain))


def source_keys(row: models.Model) -> list[int]:
    """Return the keys of the sources of a page or row."""
    return [block["value"] for block in row.sources.get_prep_value()] if hasattr(row, "sources") else []


def _filled(text: str, name: str, is_rich: bool, filler: Filler, plain: bool) -> str:
    if plain or name.endswith(SHOWN_WITHOUT_LINKS):
        return filler.plain(text)
    return filler.rich_text(text) if is_rich else filler.text(text)


def _fill_block(block: blocks.Block, value: Any, filler: Filler, plain: bool, rows: Rows) -> Any:
    if isinstance(block, SnippetChooserBlock):
        return value if (block.model_class, value) in rows else REMOVED
    if isinstance(value, str) and is_text_block(block):
        return _filled(value, block.name, isinstance(block, blocks.RichTextBlock), filler, plain)
    return value


def is_text_block(block: blocks.Block) -> bool:
    """Return whether editors write a text in the block."""
    return isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock)


def _map(block: blocks.Block, data: Any, change: Callable[[blocks.Block, Any], Any]) -> Any:
    """Return the stored value of a block with each value inside it changed. What becomes `REMOVED` is left out."""
    if data is None:
        return None
    if isinstance(block, blocks.StreamBlock):
        known = [child for child in data if child["type"] in block.child_blocks]
        pairs = [(child, _map(block.child_blocks[child["type"]], child["value"], change)) for child in known]
        return [{**child, "value": value} for child, value in pairs if value is not REMOVED]
    if isinstance(block, blocks.ListBlock):
        items = [item if isinstance(item, dict) and item.get("type") == "item" else {"value": item} for item in data]
        pairs = [(item, _map(block.child_block, item["value"], change)) for item in items]
        return [{"type": "item", **item, "value": value} for item, value in pairs if value is not REMOVED]
    if isinstance(block, blocks.StructBlock):
        pairs = [
            (name, _map(block.child_blocks[name], data[name], change)) for name in data if name in block.child_blocks
        ]
        return {name: None if value is REMOVED else value for name, value in pairs}
    return change(block, data)


def _read_rows(streams: dict[StreamField, Any], page: Any) -> Rows:
    """Return the rows that the streams choose, and the sources of the passages among them. One query for a model."""
    rows = read_shared_rows(streams, page)
    sources = {model: keys for model, keys in chosen_rows(streams).items() if not issubclass(model, TranslatableMixin)}
    for row in rows.values():
        of_row = {field: getattr(row, field.name).get_prep_value() for field in stream_fields(type(row))}
        for model, keys in chosen_rows(of_row).items():
            sources[model] = sources.get(model, {}) | keys
    for model, keys in sources.items():
        rows |= {(model, key): row for key, row in model._default_manager.in_bulk(list(keys)).items()}
    return rows


def read_shared_rows(streams: dict[StreamField, Any], page: Any) -> Rows:
    """Return the passages and signs that the streams of a page choose. No query if they choose none."""
    chosen = chosen_rows(streams)
    rows: Rows = {}
    for model in [model for model in chosen if issubclass(model, TranslatableMixin)]:
        code = page.locale.language_code if page.locale_id else settings.LANGUAGE_CODE
        in_language = rows_in_language(model, chosen[model], code)
        rows |= {(model, key): in_language[key] for key in chosen[model] if key in in_language}
    return rows


def _read_treatments(streams: dict[StreamField, Any]) -> Rows:
    """Return the treatment pages that the streams link to, also those that are not live, without their texts."""
    return {
        (model, page.pk): page
        for model, keys in chosen_rows(streams, TreatmentChooserBlock).items()
        for page in model._default_manager.filter(pk__in=keys).only(*FIELDS_OF_LINKED_PAGES)
    }


def chosen_rows(
    streams: dict[StreamField, Any], chooser: type[blocks.ChooserBlock] = SnippetChooserBlock
) -> dict[type[models.Model], dict[Any, None]]:
    """Return the keys of the rows that the streams choose with this type of block, by model, in their order."""
    chosen: dict[type[models.Model], dict[Any, None]] = defaultdict(dict)

    def collect(block: blocks.Block, value: Any) -> Any:
        if isinstance(block, chooser) and value is not None:
            chosen[block.model_class][value] = None
        return value

    for field, data in streams.items():
        _map(field.stream_block, data, collect)
    return chosen


def rows_in_language(model: type[models.Model], keys: Iterable[Any], language_code: str) -> dict[Any, models.Model]:
    """Return the rows with these keys, by key, in this language. One that is not fully translated is left out."""
    if is_source_language(language_code):
        return model._default_manager.in_bulk(list(keys))
    same = model._default_manager.filter(pk__in=list(keys)).values("translation_key")
    found: list[Any] = list(model._default_manager.filter(translation_key__in=same).select_related("locale"))
    translated = {
        row.translation_key: row for row in found if row.locale.language_code == language_code and row.is_complete
    }
    return {row.pk: translated[row.translation_key] for row in found if row.translation_key in translated}


def check_texts(row: Any) -> None:
    """Raise `ValidationError`, at each field and block, for wrong placeholders and sources that are not listed."""
    check = _text_check(row)
    errors: dict[str, ValidationError | str | Promise] = {}
    for field in text_fields(type(row)):
        value = row.__dict__.get(field.attname)
        if isinstance(value, str) and (message := check(field.name, value)):
            errors[field.name] = message
    for field in stream_fields(type(row)):
        if error := _block_error(field.stream_block, getattr(row, field.name), check, field.name):
            errors[field.name] = error
    if errors:
        raise ValidationError(errors)


def _text_check(row: Any) -> Check:
    """Return a function that takes the name and the text of a field, and returns a message if the text is wrong."""
    listed: set[str] | None = None

    def check(name: str, text: str) -> str | None:
        nonlocal listed
        if "{" not in text and "}" not in text:
            return None
        if name in FIXED_TEXTS:
            return _("Placeholders do not work here. Write no braces.")
        if message := find_mistake(text):
            return message
        keys = reference.findall(text)
        if keys and name.endswith(SHOWN_WITHOUT_LINKS):
            return _("Refer to a source in the text, not in a heading or a name.")
        if keys and not hasattr(row, "sources"):
            return _("This text has no list of sources, so it cannot refer to one.")
        if keys and listed is None:
            listed = {block.value.key for block in row.sources if block.value}
        return _source_mistake(keys, listed or set(), type(row))

    return check


def _source_mistake(keys: list[str], listed: set[str], model: type[models.Model]) -> str | None:
    missing = [key for key in keys if key not in listed]
    if not missing:
        return None
    field: Any = model._meta.get_field("sources")
    block = field.stream_block.child_blocks["source"]
    source = block.model_class._default_manager.filter(key=missing[0]).first()
    if source:
        return _("Add the source “%(source)s” to the list of sources below first.") % {"source": source}
    return _("There is no source with the key “%(key)s”. The keys are listed under “Sources”.") % {"key": missing[0]}


def _block_error(block: blocks.Block, value: Any, check: Check, name: str) -> ValidationError | None:
    """Return the error about the texts in a block's value, nested as the block is."""
    if isinstance(value, blocks.StreamValue):
        inside = {
            number: error
            for number, child in enumerate(value)
            if (error := _block_error(child.block, child.value, check, child.block_type))
        }
        return blocks.StreamBlockValidationError(block_errors=inside) if inside else None
    if isinstance(value, ListValue):
        in_list = {
            number: error
            for number, item in enumerate(value)
            if (error := _block_error(block.child_block, item, check, name))
        }
        return ListBlockValidationError(block_errors=in_list) if in_list else None
    if isinstance(value, blocks.StructValue):
        in_struct = {
            key: error
            for key, item in value.items()
            if (error := _block_error(block.child_blocks[key], item, check, key))
        }
        return blocks.StructBlockValidationError(block_errors=in_struct) if in_struct else None
    if isinstance(value, RichText):
        value = value.source
    if isinstance(value, str) and is_text_block(block) and (message := check(name, value)):
        return ValidationError(message)
    return None
