"""Remove the access of other local accounts to the database, patients' files, backups and keys."""

import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

GROUP_AND_OTHERS, OTHERS = 0o077, 0o007


def restrict_permissions() -> list[Path]:
    """Make the state of the site readable by its owner only; return the paths whose mode could not be changed.

    New files need no change: `manage.py` and `ioipm/wsgi.py` set the umask. Files of older versions have mode 0644, and
    a restored backup has the modes of the site that it was made of. Images and documents keep their mode, because
    `VAR_DIR` itself is closed to other accounts.
    """
    failed = [path for path in _private_paths() if not _remove_access(path, GROUP_AND_OTHERS)]
    # The group may be how an administrator lets the site's account read the keys.
    return failed + [path for path in [settings.BASE_DIR / ".env"] if not _remove_access(path, OTHERS)]


def _private_paths() -> Iterator[Path]:
    var = Path(settings.VAR_DIR)
    yield var
    if connection.vendor == "sqlite":
        database = str(connection.settings_dict["NAME"])
        yield from (Path(database + ending) for ending in ("", "-wal", "-shm", "-journal"))
    yield from var.glob("phone-*.txt")
    for folder in (var / "private", var / "backups"):
        yield folder
        yield from (path for path in folder.rglob("*") if not path.is_symlink())


def _remove_access(path: Path, bits: int) -> bool:
    """Clear the mode bits; return False if that is not permitted. A path that does not exist needs no change."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & bits:
            path.chmod(mode & ~bits)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
