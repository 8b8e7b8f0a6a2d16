"""The sections of a page, as its list of contents names them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

# Addresses on the page that its frame has given away already.
TAKEN = ("main", "menu", "hours", "footer-hours", "related", "visit")


@dataclass(frozen=True)
class Section:
    """A section: its block, its heading, and the address at which a link on the page finds it; both may be empty."""

    block: Any
    heading: str
    id: str

    @property
    def is_emergency(self):
        """Whether it tells when to call 911."""
        return self.block.block_type == "care_card" and self.block.value.is_emergency


def sections_of(body):
    """Return the sections of a stream. No two have the same address."""
    found, used = [], Counter(TAKEN)
    for block in body:
        heading = block.value.get("heading", "")
        slug = heading and (slugify(heading) or block.block_type.replace("_", "-"))
        used[slug] += 1
        found.append(Section(block, heading, f"{slug}-{used[slug]}" if slug and used[slug] > 1 else slug))
    return found
