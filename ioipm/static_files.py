"""Static files as readers get them in production: hashed, compressed, and all styles in one file."""

import re
from posixpath import dirname, join, normpath

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/site.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\(([^)]+)\);')
ADDRESS = re.compile(r'url\("(?!data:|/|https?:)([^"]+)"\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):
    """Puts what the site's stylesheet imports into it, each part in its cascade layer, before files are hashed.

    A browser would ask for the parts one after the other and show nothing until it has them all.
    """

    def post_process(self, paths, dry_run=False, **options):
        """Write the joined stylesheet in the place of the one with imports, then hash and compress as ever."""
        if STYLESHEET in paths and not dry_run:
            css = joined(STYLESHEET, lambda name: self._source(paths, name))
            self.delete(STYLESHEET)
            self._save(STYLESHEET, ContentFile(css.encode()))
            paths = {**paths, STYLESHEET: (self, STYLESHEET)}
        yield from super().post_process(paths, dry_run, **options)

    @staticmethod
    def _source(paths, name):
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()


def joined(name, read):
    """Return the stylesheet with its imports in their place, without comments; `read` returns a file's text."""

    def put_in(match):
        part = normpath(join(dirname(name), match[1]))
        css = ADDRESS.sub(lambda address: f'url("{moved(part, address[1])}")', read(part))
        return f"@layer {match[2]} {{{css}}}"

    return SPACE.sub(" ", COMMENT.sub("", IMPORT.sub(put_in, read(name)))).strip()


def moved(part, address):
    """Return the address in a part as seen from the stylesheet's folder."""
    up = "../" * (STYLESHEET.count("/"))
    return up + normpath(join(dirname(part), address))
