"""Render a guide from its Markdown file: sections with headings, pictures and links for the admin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ioipm.settings.environment import BASE_DIR

FOLDER = BASE_DIR / "docs"
PICTURES = FOLDER / "pictures"
# The guides by the last part of their address, which is also the name of the file.
GUIDES = ("editing", "desk", "medical-findings")

# The files are part of the program, so HTML in them is trusted.
markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
PICTURE = re.compile(r'(?<=src=")pictures/')
TO_DO = re.compile(r"^\[ \] ")


@dataclass
class Section:
    """A heading of a guide with the text up to the next heading. `level` is 2 or 3, and 1 for the introduction."""

    title: str
    anchor: str
    level: int
    html: SafeString = field(default_factory=SafeString)


@dataclass
class Guide:
    """A guide: its title and its sections."""

    slug: str
    title: str
    sections: list[Section]

    @property
    def contents(self) -> list[tuple[Section, list[Section]]]:
        """The table of contents: each section with the sections one level below it."""
        entries: list[tuple[Section, list[Section]]] = []
        for section in self.sections:
            if section.level > 2 and entries:
                entries[-1][1].append(section)
            elif section.anchor:
                entries.append((section, []))
        return entries


def read_guide(slug: str) -> Guide:
    """Return the guide. Raises `FileNotFoundError` for an unknown one."""
    if slug not in GUIDES:
        raise FileNotFoundError(slug)
    tokens = markdown.parse((FOLDER / f"{slug}.md").read_text(encoding="utf-8"))
    for token in tokens:
        _adapt(token)
    parts = list(_parts(tokens))
    anchors: set[str] = set()
    sections = []
    for heading, level, content in parts:
        html = mark_safe(markdown.renderer.render(content, markdown.options, {}))  # noqa: S308 from our own file
        sections.append(Section(heading, _unique(slugify(heading), anchors) if level > 1 else "", level, html))
    return Guide(slug, sections[0].title, sections)


def picture_file(name: str) -> Path:
    """Return the path of a picture of the guides. Raises `FileNotFoundError` if there is none with this name."""
    file = (PICTURES / name).resolve()
    if not file.is_relative_to(PICTURES.resolve()) or file.suffix != ".png" or not file.is_file():
        raise FileNotFoundError(name)
    return file


def _parts(tokens: list[Token]) -> Iterator[tuple[str, int, list[Token]]]:
    """Yield the text and level of each heading down to level 3, and the tokens between it and the next one."""
    starts = [place for place, token in enumerate(tokens) if token.type == "heading_open" and token.tag in "h1 h2 h3"]
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        title = "".join(child.content for child in tokens[start + 1].children or [])
        yield title, int(tokens[start].tag[1]), tokens[start + 3 : end]


def _adapt(token: Token) -> None:
    """Let pictures and links lead to the admin, and show the boxes of checklists. Changes the token."""
    if token.type in ("html_block", "html_inline"):
        token.content = PICTURE.sub(_picture_address(""), token.content)
    elif token.type == "image":
        token.attrSet("src", _picture_address(str(token.attrGet("src")).removeprefix("pictures/")))
        token.attrSet("loading", "lazy")
    elif token.type == "link_open":
        _adapt_link(token)
    for child in token.children or []:
        _adapt(child)
    if token.type == "inline" and token.children and TO_DO.match(token.children[0].content):
        token.children[0].content = TO_DO.sub("☐ ", token.children[0].content)


def _adapt_link(token: Token) -> None:
    address = str(token.attrGet("href"))
    path = PurePosixPath(address.partition("#")[0])
    if path.suffix == ".md" and path.stem in GUIDES:
        token.attrSet("href", address.replace(str(path), reverse("guide", args=[path.stem])))


def _picture_address(name: str) -> str:
    return reverse("guide_picture", args=["x"]).removesuffix("x") + name


def _unique(anchor: str, used: set[str]) -> str:
    """Return the anchor, with a number if it is used already, and add it to the used ones."""
    found = next(name for name in [anchor, *(f"{anchor}-{number}" for number in range(2, 100))] if name not in used)
    used.add(found)
    return found
