"""Private and undocumented names of wagtail-localize. No other module uses any; a test searches for them.

Each was checked with wagtail-localize 1.14.5. Check them again before an update: search its source for the name.
"""

from typing import Any
from uuid import UUID, uuid5

from django.db.models import Model
from wagtail.blocks import Block
from wagtail_localize.models import String, Template, TranslationContext
from wagtail_localize.segments import TemplateSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

extract_block = StreamFieldSegmentExtractor.handle_block


def hash_of_text(text: str) -> UUID:
    """Return the hash by which a text is found in the memory of translations (`String.data_hash`)."""
    return String._get_data_hash(text)


def hash_of_path(path: str) -> UUID:
    """Return the hash by which the place of a text is found (`TranslationContext.path_id`)."""
    return TranslationContext._get_path_id(path)


def hash_of_template(value: TemplateSegmentValue) -> UUID:
    """Return the hash by which the template of a rich text is found (`Template.uuid`, in `Template.from_value`)."""
    return uuid5(uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)


def field_path(instance: Model, path: str) -> str:
    """Return the place of a text without the identifiers of blocks and rows, for example `body.causes.items.item.term`.

    `TranslationContext.get_field_path` also saves the context, which this one does not need.
    """
    context = TranslationContext(path=path)
    context.save = lambda **kwargs: None
    return context.get_field_path(instance)


def handle_block(extractor: StreamFieldSegmentExtractor, block: Block, value: Any, raw_value: Any = None) -> list[Any]:
    """Return the segments of a block: none of an optional one that a script left out, which raises `TypeError` there.

    https://github.com/wagtail/wagtail-localize/issues/918
    """
    return [] if value is None else extract_block(extractor, block, value, raw_value=raw_value)


def skip_missing_blocks() -> None:
    """Let wagtail-localize read streams in which the value of an optional block is missing."""
    StreamFieldSegmentExtractor.handle_block = handle_block
