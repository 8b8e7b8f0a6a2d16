"""Read content files: YAML, one per page, with the line number of each value.

A folder is a page with child pages: `index.yaml` is the page itself and lists its children in order. Every scalar is
read as text, so that `08:30`, `72801` and `no` are not converted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

INDEX = "index"


class ContentError(Exception):
    """Reports one or more mistakes in content files. `str()` is one line for each: file, line number and reason."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


class Mapping(dict):
    """A YAML mapping. `lines` has the line number of each key."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


class Sequence(list):
    """A YAML sequence. `lines` has the line number of each item."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


class _LineLoader(yaml.BaseLoader):
    pass


def _construct_mapping(loader: yaml.BaseLoader, node: yaml.MappingNode) -> Mapping:
    mapping = Mapping()
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(None, None, "a key must be a word", key_node.start_mark)
        if key in mapping:
            raise yaml.constructor.ConstructorError(None, None, f"“{key}” stands here twice", key_node.start_mark)
        mapping[key] = loader.construct_object(value_node, deep=True)
        mapping.lines[key] = key_node.start_mark.line + 1
    return mapping


def _construct_sequence(loader: yaml.BaseLoader, node: yaml.SequenceNode) -> Sequence:
    sequence = Sequence()
    for item in node.value:
        sequence.append(loader.construct_object(item, deep=True))
        sequence.lines.append(item.start_mark.line + 1)
    return sequence


_LineLoader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
_LineLoader.add_constructor("tag:yaml.org,2002:seq", _construct_sequence)


@dataclass
class ContentFile:
    """The file of one page. `path` is the page's path below the home page: `locations/russellville`, `""` for home."""

    name: str
    path: str
    data: Mapping
    children: list["ContentFile"] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The last part of the page's URL."""
        return self.path.rpartition("/")[2] or "home"

    def error(self, reason: str, line: int = 1) -> ContentError:
        """Return a `ContentError` about this file."""
        return ContentError(f"{self.name}, line {line}: {reason}")

    def walk(self) -> Iterator["ContentFile"]:
        """Yield this file and all files below it, in the order of the menu."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_content(folder: Path | str) -> ContentFile:
    """Return the `ContentFile` of the home page, with all others as its children.

    Raises `ContentError` for every file that is not YAML, is listed but missing, or exists but is not listed.
    """
    reasons = []
    home = _read_page(Path(folder), Path(folder) / f"{INDEX}.yaml", "", reasons)
    if reasons:
        raise ContentError(*reasons)
    return home


def _read_page(root: Path, file: Path, path: str, reasons: list[str]) -> ContentFile | None:
    name = str(file.relative_to(root))
    try:
        content = ContentFile(name, path, _parse(name, file))
    except ContentError as error:
        reasons.extend(error.reasons)
        return None
    if file.stem == INDEX:
        content.children = list(_read_children(root, file.parent, content, reasons))
    return content


def _parse(name: str, file: Path) -> Mapping:
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=_LineLoader)  # noqa: S506, reads text only
    except FileNotFoundError:
        raise ContentError(f"{name}: the file is missing. Write it.") from None
    except UnicodeDecodeError as error:
        raise ContentError(f"{name}: save the file as UTF-8; byte {error.start} is something else.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ContentError(f"{name}, line {mark.line + 1}: {error.problem or error.context}.") from error
    except yaml.reader.ReaderError as error:
        raise ContentError(f"{name}: {error.reason} at position {error.position}.") from error
    if not isinstance(data, Mapping):
        raise ContentError(f"{name}, line 1: the file must be a list of keys and values, beginning with “type:”.")
    return data


def _read_children(root: Path, folder: Path, content: ContentFile, reasons: list[str]) -> Iterator[ContentFile]:
    listed = content.data.get("children", Sequence())
    if not isinstance(listed, Sequence) or not all(isinstance(slug, str) for slug in listed):
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
