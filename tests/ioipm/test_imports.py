"""Imports point down: the layers that docs/architecture.md lists are those of the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ioipm.settings.environment import BASE_DIR

APPS = ("forms", "home", "ioipm", "pages", "search")
# Modules that register the layers of `forms` with Django and Wagtail may import every layer; no layer imports them.
REGISTRATION = re.compile(r"forms\.(models|apps|wagtail_hooks|management|templatetags)\b")


def layers() -> dict[str, set[str]]:
    """Return the layers that each layer may import, from the fenced block in docs/architecture.md."""
    text = (BASE_DIR / "docs/architecture.md").read_text(encoding="utf-8")
    lines = re.search(r"```layers\n(.*?)```", text, re.DOTALL)[1].splitlines()
    pairs = (line.split(":") for line in lines if line.strip())
    return {layer: {name.strip() for name in allowed.split(",") if name.strip()} for layer, allowed in pairs}


def modules() -> dict[str, Path]:
    """Return the file of each module of our apps, without migrations."""
    files = (file for app in APPS for file in (BASE_DIR / app).rglob("*.py") if "migrations" not in file.parts)
    return {
        ".".join(file.relative_to(BASE_DIR).with_suffix("").parts).removesuffix(".__init__"): file for file in files
    }


def imports(file: Path, known: dict[str, Path]) -> Iterator[str]:
    """Yield the names of our modules that the file imports, except those that only type checkers read."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for_types = [n for n in ast.walk(tree) if isinstance(n, ast.If) and getattr(n.test, "id", "") == "TYPE_CHECKING"]
    ignored = {id(child) for node in for_types for child in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in ignored:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in known else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def layer_of(module: str, known_layers: dict[str, set[str]]) -> str:
    """Return the most specific layer that the module belongs to."""
    return max((layer for layer in known_layers if f"{module}.".startswith(f"{layer}.")), key=len)


@pytest.fixture(scope="module")
def graph() -> dict[str, set[str]]:
    """The modules of ours that each of our modules imports."""
    known = modules()
    return {module: {name for name in imports(file, known) if name in known} for module, file in known.items()}


@pytest.mark.slow
def test_imports_point_only_to_lower_layers(graph):
    allowed = layers()
    wrong = [
        f"{module} imports {name}"
        for module, names in graph.items()
        for name in names
        for layer, other in [(layer_of(module, allowed), layer_of(name, allowed))]
        if layer != other
        and other not in allowed[layer]
        and not other.startswith(tuple(f"{one}." for one in allowed[layer]))
        and not (REGISTRATION.match(module) and other.startswith("forms."))
    ]
    assert wrong == []


def test_no_layer_of_forms_imports_what_registers_it(graph):
    wrong = [
        f"{module} imports {name}"
        for module, names in graph.items()
        for name in names
        if module.startswith("forms.") and not REGISTRATION.match(module) and REGISTRATION.match(name)
    ]
    assert wrong == []


def test_every_folder_of_forms_is_a_layer():
    folders = {path.name for path in (BASE_DIR / "forms").iterdir() if (path / "__init__.py").exists()}
    assert {f"forms.{name}" for name in folders - {"management", "migrations", "templatetags"}} <= set(layers())


def test_no_modules_import_each_other_in_a_ring(graph):
    assert rings(graph) == []


def test_ring_is_found():
    assert rings({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def rings(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of modules that can reach each other by imports, sorted."""
    reachable = {module: _reachable(module, graph) for module in graph}
    groups = {
        tuple(sorted(other for other in reached if module in reachable.get(other, set())))
        for module, reached in reachable.items()
        if module in reached
    }
    return sorted(list(group) for group in groups)


def _reachable(module: str, graph: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(graph.get(module, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(graph.get(name, ()))
    return found
