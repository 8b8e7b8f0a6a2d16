"""A name for the code and settings that this process runs, so that no process uses a page of an earlier release."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

FOLDERS = ("forms", "home", "ioipm", "locale", "pages", "search", "static", "templates")
SUFFIXES = {".css", ".html", ".js", ".mo", ".py", ".svg", ".xml"}
SETTINGS = ("BASE_URL", "RECAPTCHA_PUBLIC_KEY", "PUBLISH_UNREVIEWED_SPANISH", "PUBLIC_CSP", "MEDIA_URL", "STATIC_URL")


@cache
def release() -> str:
    """Return a digest of the files and settings from which pages are rendered."""
    digest = sha256()
    for name in SETTINGS:
        digest.update(repr(getattr(settings, name)).encode())
    for path in sorted(_files()):
        digest.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files() -> list[Path]:
    files = (path for folder in FOLDERS for path in (settings.BASE_DIR / folder).rglob("*"))
    return [path for path in files if path.suffix in SUFFIXES and path.is_file()]
