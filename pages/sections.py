"""Find the sections of a page for its table of contents."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from wagtail.blocks import StreamValue
from wagtail.models import Page

from pages.blocks.base import SectionValue

# Fragment identifiers that the page templates already use.
RESERVED_IDS = ("main", "menu", "hours", "footer-hours", "related", "visit")


@dataclass(frozen=True)
class Section:
    """A section: its block, its heading, and the fragment identifier for links to it.

    `heading` and `id` are "" for a block without a heading.
    """

    block: StreamValue.StreamChild
    heading: str
    id: str

    @property
    def is_care_card(self) -> bool:
        """Whether the section says when the reader must get help."""
        return self.block.block_type == "care_card"


def section_heading(value: Any, page: Page | None) -> str:
    """Return the heading of a section of the page, or of a section in a preview without a page; "" if it has none."""
    if isinstance(value, SectionValue):
        return value.heading_with(getattr(page, "name_in_heading", ""))
    return ""


def sections_of(body: StreamValue, page: Page | None = None) -> list[Section]:
    """Return the sections of a stream of the page, with unique fragment identifiers."""
    found, used = [], Counter(RESERVED_IDS)
    for block in body:
        heading = section_heading(block.value, page)
        slug = heading and (slugify(heading) or block.block_type.replace("_", "-"))
        used[slug] += 1
        found.append(Section(block, heading, f"{slug}-{used[slug]}" if slug and used[slug] > 1 else slug))
    return found
