"""Private names of Wagtail, and of wagtail-localize, are used only in one module each, which names the version.

A private name begins with an underscore and is not defined in our apps.
"""

import ast
import re

import pytest
import wagtail
import wagtail_localize

from ioipm.settings.environment import BASE_DIR

APPS = ("forms", "home", "ioipm", "pages", "search")
ALLOWED_IN = "pages/wagtail_private.py"
ALLOWED_FOR_LOCALIZE = "pages/localize_private.py"
# Names of Django: documented (`_meta`), of `Storage`, `Paginator`, `CsrfViewMiddleware`, `HttpRequest`, and of its type
# stubs.
DJANGO_NAMES = {
    "_meta",
    "_default_manager",
    "_errors",
    "_save",
    "_get_page",
    "_accept",
    "_reject",
    "_origin_verified",
    "_set_content_type_params",
    "_StrPromise",
}
WAGTAIL_STRING = re.compile(r"_(wagtail|w)_\w+")


def modules():
    for app in APPS:
        for file in sorted((BASE_DIR / app).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(BASE_DIR)), ast.parse(file.read_text(encoding="utf-8"))


def is_private(name):
    return name.startswith("_") and not name.endswith("__") and name != "_"


def defined(tree):
    """Yield the names that a module defines: functions, classes, variables and attributes it assigns to `self`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self":
            yield node.attr


def used(tree):
    """Yield the names that a module uses: attributes, imports, and strings such as for `getattr`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and WAGTAIL_STRING.fullmatch(node.value):
            yield node.value


def found_in(sources):
    ours = {name for _file, tree in sources for name in defined(tree) if is_private(name)} | DJANGO_NAMES
    return {
        (file, name)
        for file, tree in sources
        for name in used(tree)
        if is_private(name) and name not in ours and file not in (ALLOWED_IN, ALLOWED_FOR_LOCALIZE)
    }


@pytest.mark.slow
def test_private_names_of_wagtail_are_used_in_one_module_only():
    assert found_in(list(modules())) == set()


@pytest.mark.parametrize(
    "line",
    [
        "request._wagtail_cached_site_root_paths = []",
        "roots = page._get_site_root_paths(request)",
        "route = getattr(request, '_wagtail_route_for_request')",
        "from wagtail.models.pages import _extract_field_data_from_field",
    ],
)
def test_search_finds_a_private_name(line):
    assert len(found_in([("pages/views.py", ast.parse(line))])) == 1


def test_names_were_checked_with_the_installed_version():
    checked = set(re.findall(r"Wagtail (\d+)\.(\d+)", (BASE_DIR / ALLOWED_IN).read_text(encoding="utf-8")))
    assert checked == {tuple(map(str, wagtail.VERSION[:2]))}


def test_names_of_localize_were_checked_with_the_installed_version():
    checked = re.findall(
        r"wagtail-localize (\d+)\.(\d+)", (BASE_DIR / ALLOWED_FOR_LOCALIZE).read_text(encoding="utf-8")
    )
    assert {tuple(map(int, one)) for one in checked} == {wagtail_localize.VERSION[:2]}
