"""Storage of static files in production: hashed names, compressed files, one style sheet and one script."""

import re
from collections.abc import Callable, Iterator
from posixpath import dirname, join, normpath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/site.css"
SCRIPT = "js/site.js"
MODULE = re.compile(r'^import "\./([^"]+)";$', re.MULTILINE)
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\(([^)]+)\);')
ADDRESS = re.compile(r'url\("(?!data:|/|https?:)([^"]+)"\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):
    """Replace each import of the site's style sheet and script by the imported file, before hashing.

    A browser would request the imported files separately. It shows nothing until it has the whole style sheet.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[tuple]:
        """Write the joined files in place of those with imports, then hash and compress all files."""
        for name, join_file in ((STYLESHEET, join_imports), (SCRIPT, join_modules)):
            if name in paths and not dry_run:
                text = join_file(name, lambda part: self._read(paths, part))  # noqa: B023, called at once
                self.delete(name)
                self._save(name, ContentFile(text.encode()))
                paths = {**paths, name: (self, name)}
        yield from super().post_process(paths, dry_run, **options)

    @staticmethod
    def _read(paths: dict[str, Any], name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()


def join_imports(name: str, read: Callable[[str], str]) -> str:
    """Return the style sheet with its imports replaced and its comments removed; `read` returns a file's text."""

    def replace_import(match: re.Match) -> str:
        part = normpath(join(dirname(name), match[1]))
        css = ADDRESS.sub(lambda address: f'url("{relative_address(part, address[1])}")', read(part))
        return f"@layer {match[2]} {{{css}}}"

    return SPACE.sub(" ", COMMENT.sub("", IMPORT.sub(replace_import, read(name)))).strip()


def join_modules(name: str, read: Callable[[str], str]) -> str:
    """Return the modules that a script imports, each in a block, so that each has names of its own."""
    modules = (COMMENT.sub("", read(join(dirname(name), part))).strip() for part in MODULE.findall(read(name)))
    return "\n".join(f"{{\n{module}\n}}" for module in modules)


def relative_address(part: str, address: str) -> str:
    """Return an address in an imported file, relative to the folder of the style sheet."""
    up = "../" * (STYLESHEET.count("/"))
    return up + normpath(join(dirname(part), address))
