"""Placeholders in texts: `{phone}`, `{fax}`, `{clinic}`, `{city}` for facts, `{source:key}` for a source.

Texts are stored with placeholders, and filled when a page is shown or indexed. So a new phone number is everywhere at
once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pages.phone import phone_link

NAMES = ("phone", "fax", "clinic", "city")
KNOWN = ", ".join(f"{{{name}}}" for name in NAMES)

placeholder = re.compile(rf"\{{({'|'.join(NAMES)})\}}")
reference = re.compile(r"\{source:([^{}]*)\}")
references = re.compile(r"(?:\{source:[^{}]*\})+")
brace = re.compile(r"\{[^{}]*\}?|\}")
link = re.compile(r"(<a\b.*?</a>)", re.DOTALL)
tag = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True)
class Facts:
    """The facts about the clinic that placeholders stand for; "" for what is not known."""

    phone: str = ""
    fax: str = ""
    clinic: str = ""
    city: str = ""


class FilledText(str):
    """A plain text with its placeholders filled. In HTML, templates show `html`, with links."""

    html: SafeString

    def __new__(cls, text: str, html: SafeString) -> "FilledText":
        filled = super().__new__(cls, text)
        filled.html = html
        return filled

    def __html__(self) -> SafeString:
        return self.html


@dataclass(frozen=True)
class Filler:
    """Fills the placeholders in texts. `numbers` maps the keys of the page's sources to their numbers in its list."""

    facts: Facts
    numbers: Mapping[str, int] = field(default_factory=dict)

    def plain(self, text: str) -> str:
        """Return the text with the facts, and without references to sources."""
        if "{" not in text:
            return text
        return placeholder.sub(lambda match: getattr(self.facts, match[1]), references.sub("", text))

    def text(self, text: str) -> str:
        """Return the plain text, which in HTML has a link for the phone number and for each source."""
        if "{" not in text:
            return text
        return FilledText(self.plain(text), mark_safe(self._fill_html(escape(text))))  # noqa: S308, escaped

    def rich_text(self, html: str) -> str:
        """Return HTML with a link for the phone number and for each source, except inside links and tags."""
        if "{" not in html:
            return html
        parts = (
            self.plain(part) if number % 2 else self._fill_html(part) for number, part in enumerate(link.split(html))
        )
        return "".join(parts)

    def _fill_html(self, html: str) -> str:
        parts = tag.split(html)
        return "".join(self.plain(part) if number % 2 else self._fill_text(part) for number, part in enumerate(parts))

    def _fill_text(self, html: str) -> str:
        html = references.sub(lambda match: self._links_to_sources(reference.findall(match[0])), html)
        return placeholder.sub(lambda match: self._fact(match[1]), html)

    def _fact(self, name: str) -> str:
        value = getattr(self.facts, name)
        return phone_link(value) if name == "phone" and value else escape(value)

    def _links_to_sources(self, keys: list[str]) -> str:
        numbers = [self.numbers[key] for key in keys if key in self.numbers]
        links = (
            format_html(
                '<a href="#source-{}"><span class="visually-hidden">{} </span>{}</a>', number, _("Source"), number
            )
            for number in numbers
        )
        return f'<sup class="reference">{", ".join(links)}</sup>' if numbers else ""


def without_references(html: str) -> str:
    """Return filled HTML without the numbers of sources, for use as plain text."""
    return re.sub(r'<sup class="reference">.*?</sup>', "", html)


def find_mistake(text: str) -> str | None:
    """Return a message about the first brace in the text that is not part of a placeholder; None without one."""
    rest = placeholder.sub("", reference.sub("", text))
    found = brace.search(rest)
    if not found:
        return None
    message = _(
        "“%(found)s” is not a placeholder. You can write %(known)s, and {source:key} after a sentence for its source. "
        "Other braces are not allowed."
    )
    return message % {"found": strip_tags(found[0]).strip()[:40], "known": KNOWN}
