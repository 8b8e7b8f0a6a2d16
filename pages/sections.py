"""The sections of a page, with the headings and fragment identifiers for its table of contents."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from wagtail.blocks import StreamValue

# Identifiers that the templates already use.
TAKEN = ("main", "menu", "hours", "footer-hours", "related", "visit")


@dataclass(frozen=True)
class Section:
    """A section: its block, its heading, and its fragment identifier. Heading and identifier can be ""."""

    block: Any
    heading: str
    id: str

    @property
    def is_emergency(self) -> bool:
        """Whether the section is a card that says when to call 911."""
        return self.block.block_type == "care_card" and self.block.value["urgency"] == "emergency"


def sections_of(body: StreamValue) -> list[Section]:
    """Return the sections of a stream, each with another identifier."""
    found, used = [], Counter(TAKEN)
    for block in body:
        heading = block.value.get("heading", "")
        slug = heading and (slugify(heading) or block.block_type.replace("_", "-"))
        used[slug] += 1
        found.append(Section(block, heading, f"{slug}-{used[slug]}" if slug and used[slug] > 1 else slug))
    return found
