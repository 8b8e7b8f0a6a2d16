"""Read the Spanish texts of the first pages: one PO file for each page, beside the YAML file with its English.

An entry is found by its English text. A context (`msgctxt`) is needed only where one text has two translations on a
page: it is then the place of the text, for example `title` or `body.causes.items.item.term`. Two places always have a
context, and their English may change without the translation: `slug`, the last part of the page's address, and
`search_words`, with one word or phrase on each line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

from home.seed.files import INDEX, SNIPPETS, ContentError

SLUG = "slug"
SEARCH_WORDS = "search_words"
FOUND_BY_PLACE = (SLUG, SEARCH_WORDS)
METADATA = {"Content-Type": "text/plain; charset=utf-8", "Language": "es"}


@dataclass(frozen=True)
class Text:
    """An English text that is translated, and its place on the page."""

    place: str
    text: str


@dataclass
class PoFile:
    """The translations of one page, or of the shared rows of one model.

    `path` is the page's path below the home page, "" for the home page; `snippets/passages` for rows. `entries` maps
    the context and the English text to the entry; the context is "" where there is none.
    """

    name: str
    path: str
    entries: dict[tuple[str, str], polib.POEntry] = field(default_factory=dict)

    def entry(self, text: Text) -> polib.POEntry | None:
        """Return the entry for this text; None if there is none."""
        if text.place in FOUND_BY_PLACE:
            for (place, _text), entry in self.entries.items():
                if place == text.place:
                    return entry
        return self.entries.get((text.place, text.text)) or self.entries.get(("", text.text))

    def translation(self, text: Text) -> str:
        """Return the translation of this text; "" if there is none."""
        entry = self.entry(text)
        return entry.msgstr if entry else ""

    def missing(self, texts: Iterable[Text]) -> list[Text]:
        """Return those of the texts that have no translation."""
        return [text for text in texts if not self.translation(text)]

    def error(self, reason: str, line: int = 1) -> ContentError:
        """Return a `ContentError` about this file."""
        return ContentError(f"{self.name}, line {line}: {reason}")


def read_po_files(folder: Path) -> dict[str, PoFile]:
    """Return the files of the folder by their path; {} if it does not exist.

    Raises `ContentError` with every file that is not a PO file, and every entry that cannot be used.
    """
    files, reasons = {}, []
    for file in sorted(folder.rglob("*.po")):
        try:
            po_file = _read(folder, file)
            files[po_file.path] = po_file
        except ContentError as error:
            reasons += error.reasons
    if reasons:
        raise ContentError(*reasons)
    return files


def _read(folder: Path, file: Path) -> PoFile:
    name = str(file.relative_to(folder.parent))
    path = str(file.relative_to(folder).with_suffix(""))
    po_file = PoFile(name, "" if path == INDEX else path.removesuffix(f"/{INDEX}"))
    try:
        entries = polib.pofile(str(file), wrapwidth=0)
    except (OSError, UnicodeDecodeError) as error:
        raise po_file.error(f"this is not a PO file. {error}") from error
    reasons = []
    for entry in entries:
        key = (entry.msgctxt or "", entry.msgid)
        if message := _mistake(entry) or ("this text is here twice." if key in po_file.entries else ""):
            reasons += po_file.error(message, entry.linenum).reasons
        po_file.entries[key] = entry
    if reasons:
        raise ContentError(*reasons)
    return po_file


def _mistake(entry: polib.POEntry) -> str:
    """Return why the entry cannot be used; "" if it can."""
    if entry.fuzzy:
        return "the entry is marked as “fuzzy”. Check the translation, and delete the mark."
    if entry.obsolete:
        return "the page no longer has this text. Delete the entry."
    if entry.msgid_plural:
        return "texts of pages have no plural forms."
    return ""


def write_po_file(file: Path, texts: Iterable[Text], old: PoFile) -> None:
    """Write a file with an entry for each of the texts, in their order, with the translations of the old file."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = METADATA
    for entry in entries_for(texts, old):
        po.append(entry)
    file.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(file))


def entries_for(texts: Iterable[Text], old: PoFile) -> Iterator[polib.POEntry]:
    """Yield an entry for each of the texts, once, with its translation in the old file."""
    seen = set()
    for text in texts:
        has_own = (text.place, text.text) in old.entries or text.place in FOUND_BY_PLACE
        context = text.place if has_own else None
        if (context, text.text) not in seen:
            seen.add((context, text.text))
            comment = "" if text.place in FOUND_BY_PLACE else text.place.split(".")[0]
            yield polib.POEntry(msgctxt=context, msgid=text.text, msgstr=old.translation(text), comment=comment)


def file_of(folder: Path, path: str, has_children: bool) -> Path:
    """Return the file of the page at this path."""
    name = f"{path}/{INDEX}" if path and has_children else path or INDEX
    return folder / f"{name}.po"


def po_path_of_rows(name: str) -> str:
    """Return the path of the file with the shared rows of this name, for example `passages`."""
    return f"{SNIPPETS}/{name}"
