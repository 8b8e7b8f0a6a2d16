"""Find the sections of a page for its table of contents."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils.text import slugify
from wagtail.blocks import StreamValue
from wagtail.models import Page

from pages.blocks.base import SectionValue

# Identifiers that the templates use, and the beginnings of those that they make. A test compares them.
RESERVED_IDS = {"a-to-z", "answer", "by-body-area", "by-kind", "footer-hours", "header-search", "hours", "main", "menu"}
RESERVED_IDS |= {"error-summary-heading", "outbox", "page-search", "related", "typed-text-heading", "visit"}
RESERVED_BEGINNINGS = (
    "answer-",
    "body-",
    "contact-",
    "footer-hours-",
    "letter-",
    "menu-",
    "newsletter-",
    "source-",
    "visit-",
)


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
    found, used = [], set(RESERVED_IDS)
    for block in body:
        heading = section_heading(block.value, page)
        slug = heading and (slugify(heading) or block.block_type.replace("_", "-"))
        identifier = _unique(f"section-{slug}" if slug.startswith(RESERVED_BEGINNINGS) else slug, used)
        used.add(identifier)
        found.append(Section(block, heading, identifier))
    return found


def _unique(slug: str, used: set[str]) -> str:
    """Return the slug, with the first number from 2 with which it is not used yet; "" for ""."""
    numbered = (f"{slug}-{number}" for number in count(2))
    return slug if not slug or slug not in used else next(one for one in numbered if one not in used)
