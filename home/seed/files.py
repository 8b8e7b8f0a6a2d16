"""Read content files: one YAML file per page, each value with its line number.

A folder is a page with child pages: its `index.yaml` contains the page and lists the children in order. Every scalar is
read as text, because YAML would change `08:30`, `72801` and `no` to other types.

The folder `snippets` beside the folder of the pages has the rows that pages share: a file for each model, with an entry
for each row under its key.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

INDEX = "index"
SNIPPETS = "snippets"
# What a file of each kind contains, for messages.
PAGE = "a list of keys and values that begins with “type:”"
ROWS = "a list of keys, each with its values below it"


class ContentError(Exception):
    """One or more mistakes in content files. `str()` has one line for each, with file, line number and reason."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


class LineMapping(dict[str, Any]):
    """A YAML mapping. `lines` maps each key to its line number."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


class LineSequence(list[Any]):
    """A YAML sequence. `lines` has the line number of each item."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


# The loader written in C is ten times faster; PyYAML has it on every common system.
class _LineLoader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    pass


def _construct_mapping(loader: _LineLoader, node: yaml.MappingNode) -> LineMapping:
    mapping = LineMapping()
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(None, None, "a key must be text", key_node.start_mark)
        if key in mapping:
            raise yaml.constructor.ConstructorError(None, None, f"the key “{key}” is here twice", key_node.start_mark)
        mapping[key] = loader.construct_object(value_node, deep=True)
        mapping.lines[key] = key_node.start_mark.line + 1
    return mapping


def _construct_sequence(loader: _LineLoader, node: yaml.SequenceNode) -> LineSequence:
    sequence = LineSequence()
    for item in node.value:
        sequence.append(loader.construct_object(item, deep=True))
        sequence.lines.append(item.start_mark.line + 1)
    return sequence


_LineLoader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
_LineLoader.add_constructor("tag:yaml.org,2002:seq", _construct_sequence)


@dataclass
class ContentFile:
    """The content file of one page, or of the shared rows of one model.

    `name` is the file's path in the content folder. `path` is the page's path below the home page, for example
    `locations/russellville`; "" for the home page. The home page's file has those of the shared rows as `snippets`.
    """

    name: str
    path: str
    data: LineMapping
    children: list["ContentFile"] = field(default_factory=list)
    snippets: list["ContentFile"] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The last part of the page's URL."""
        return self.path.rpartition("/")[2] or "home"

    def error(self, reason: str, line: int = 1) -> ContentError:
        """Return a `ContentError` about this file."""
        return ContentError(f"{self.name}, line {line}: {reason}")

    def walk(self) -> "Iterator[ContentFile]":
        """Yield this file and the files of all pages below it, in the order of the menu."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_content(folder: str | Path) -> ContentFile:
    """Return the home page's `ContentFile`, with all other files below it, and with those of the shared rows.

    Raises `ContentError` with every file that is not valid YAML, is listed but missing, or exists but is not listed.
    """
    reasons: list[str] = []
    home = _read_page(Path(folder), Path(folder) / f"{INDEX}.yaml", "", reasons)
    snippets = list(_read_snippets(Path(folder).parent / SNIPPETS, reasons))
    if home is None or reasons:
        raise ContentError(*reasons)
    home.snippets = snippets
    return home


def _read_snippets(folder: Path, reasons: list[str]) -> Iterator[ContentFile]:
    for file in sorted(folder.glob("*.yaml")):
        try:
            yield ContentFile(f"{SNIPPETS}/{file.name}", file.stem, _parse(f"{SNIPPETS}/{file.name}", file, ROWS))
        except ContentError as error:
            reasons.extend(error.reasons)


def _read_page(root: Path, file: Path, path: str, reasons: list[str]) -> ContentFile | None:
    """Return the file with the files below it. Add the mistakes to `reasons`; return None if it cannot be read."""
    name = str(file.relative_to(root))
    try:
        content = ContentFile(name, path, _parse(name, file))
    except ContentError as error:
        reasons.extend(error.reasons)
        return None
    if file.stem == INDEX:
        content.children = list(_read_children(root, file.parent, content, reasons))
    return content


def _parse(name: str, file: Path, what: str = PAGE) -> LineMapping:
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=_LineLoader)  # noqa: S506, reads text only
    except FileNotFoundError:
        raise ContentError(f"{name}: the file is missing. Write it.") from None
    except UnicodeDecodeError as error:
        raise ContentError(f"{name}: save the file as UTF-8; byte {error.start} is not UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ContentError(f"{name}, line {line}: {error.problem or error.context}.") from error
    except yaml.reader.ReaderError as error:
        raise ContentError(f"{name}: {error.reason} at position {error.position}.") from error
    if data is None and what == ROWS:
        return LineMapping()  # only comments
    if not isinstance(data, LineMapping):
        raise ContentError(f"{name}, line 1: the file must be {what}.")
    return data


def _read_children(root: Path, folder: Path, content: ContentFile, reasons: list[str]) -> Iterator[ContentFile]:
    listed = content.data.get("children", LineSequence())
    if not isinstance(listed, LineSequence) or not all(isinstance(slug, str) for slug in listed):
        reasons.extend(content.error("“children” must be a list of names.", content.data.lines["children"]).reasons)
        return
    present = {_slug(file) for file in folder.iterdir() if file.suffix == ".yaml" or (file / f"{INDEX}.yaml").exists()}
    for slug in sorted(present - {INDEX} - set(listed)):
        reasons.append(f"{content.name}: “{slug}” is in the folder but not under “children”. List it there.")
    for slug, line in zip(listed, getattr(listed, "lines", []), strict=True):
        if listed.count(slug) > 1:
            reasons.extend(content.error(f"“{slug}” is listed twice.", line).reasons)
        elif slug not in present:
            reasons.extend(
                content.error(f"there is no {slug}.yaml and no {slug}/{INDEX}.yaml beside this file.", line).reasons
            )
        else:
            file = folder / slug / f"{INDEX}.yaml" if (folder / slug).is_dir() else folder / f"{slug}.yaml"
            if child := _read_page(root, file, f"{content.path}/{slug}".lstrip("/"), reasons):
                yield child


def _slug(file: Path) -> str:
    return file.stem if file.suffix == ".yaml" else file.name
