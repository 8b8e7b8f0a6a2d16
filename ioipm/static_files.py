"""Storage of static files in production: hashed names, compressed files, and one style sheet instead of many."""

import re
from collections.abc import Callable, Iterator
from posixpath import dirname, join, normpath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/site.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\(([^)]+)\);')
ADDRESS = re.compile(r'url\("(?!data:|/|https?:)([^"]+)"\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):
    """Replace each @import of the site's style sheet by the imported file, in its cascade layer, before hashing.

    A browser would request the imported files separately, and show nothing until it has them all.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[tuple]:
        """Write the joined style sheet in place of the one with imports, then hash and compress all files."""
        if STYLESHEET in paths and not dry_run:
            css = join_imports(STYLESHEET, lambda name: self._read(paths, name))
            self.delete(STYLESHEET)
            self._save(STYLESHEET, ContentFile(css.encode()))
            paths = {**paths, STYLESHEET: (self, STYLESHEET)}
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


def relative_address(part: str, address: str) -> str:
    """Return an address in an imported file, relative to the folder of the style sheet."""
    up = "../" * (STYLESHEET.count("/"))
    return up + normpath(join(dirname(part), address))
