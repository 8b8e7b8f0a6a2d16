"""Find the sections of a page for its table of contents."""

from collections import Counter
from dataclasses import dataclass

from django.utils.text import slugify
from wagtail.blocks import StreamValue

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
    def is_emergency(self) -> bool:
        """Whether the section is a care card that says when to call 911."""
        return self.block.block_type == "care_card" and self.block.value.is_emergency


def sections_of(body: StreamValue) -> list[Section]:
    """Return the sections of a stream, with unique fragment identifiers."""
    found, used = [], Counter(RESERVED_IDS)
    for block in body:
        heading = block.value.get("heading", "")
        slug = heading and (slugify(heading) or block.block_type.replace("_", "-"))
        used[slug] += 1
        found.append(Section(block, heading, f"{slug}-{used[slug]}" if slug and used[slug] > 1 else slug))
    return found
