"""Let a page be translated although an image that it shows was deleted from the library.

wagtail-localize sets the alternative text of the missing image, which raises `AttributeError`. Checked with
wagtail-localize 1.14.5 (`handle_image_block` in `wagtail_localize/segments/ingest.py`).
"""

from collections.abc import Sequence
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

IMAGE = "image"  # the part of an image block with the image itself

write_image_block = StreamFieldSegmentsWriter.handle_image_block


def install() -> None:
    """Let wagtail-localize write image blocks through this module."""
    StreamFieldSegmentsWriter.handle_image_block = handle_image_block


def handle_image_block(
    writer: StreamFieldSegmentsWriter, block: ImageBlock, image: Any, segments: Sequence[Any]
) -> Any:
    """Return the translated image block; None if neither the English image nor the one for this language exists."""
    chosen = [segment for segment in segments if segment.path == IMAGE]
    existing = [one for one in chosen if get_image_model().objects.filter(pk=one.data).exists()]
    if image is None and not existing:
        return None
    others = [segment for segment in segments if segment.path != IMAGE]
    return write_image_block(writer, block, image, [*existing, *others])
