"""Restore the site from a backup: the whole backup is read and checked before anything is changed."""

import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from home.models import HomePage
from ioipm.backup.archive import DATABASE, Manifest, Report, bucket, files_of, folders, opened
from ioipm.backup.databases import Database, database
from ioipm.backup.errors import BackupError
from ioipm.file_permissions import restrict_permissions

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore_backup(path: Path, replace: bool, report: Report) -> Manifest:
    """Replace database and files of the site by those of the backup; return the backup's manifest.

    `report` is called with a sentence for each step. Raises `BackupError`; the site is then unchanged.
    """
    target = database()
    target.check_programs()
    with (
        opened(path) as (manifest, unpack),
        tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix="restore-") as work,
    ):
        _check_fits(manifest, target)
        if not replace:
            _check_empty()
        report(f"Checking the backup of {manifest['made']}: {len(manifest['members'])} files")
        new, old = Path(work) / "new", Path(work) / "old"
        old.mkdir()
        try:
            unpack(new)
        except OSError as error:
            raise BackupError(f"The backup cannot be unpacked in {work}: {error.strerror or error}.") from error
        target.check(new / DATABASE, manifest)
        with _Swapped(new, old):
            report(f"Restoring the {target.name} database: {sum(manifest['rows'].values())} rows")
            target.load(new / DATABASE)
    if target.count() != manifest["rows"]:
        raise BackupError(
            "The database has other rows than the backup: is the site still running? Stop it, restore again."
        )
    cache.clear()
    restrict_permissions()
    return manifest


class _Swapped:
    """Context manager that replaces the files of the site, and puts the old files back after an error."""

    def __init__(self, new: Path, old: Path) -> None:
        self.new, self.old = new, old

    def __enter__(self) -> None:
        self.done = []
        try:
            for name, folder in folders().items():
                self._swap(name, folder)
        except OSError as error:
            self._undo()
            raise BackupError(
                f"The files cannot be written to {settings.VAR_DIR}: {error.strerror or error}."
            ) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error:
            self._undo()

    def _swap(self, name: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700 if name == "private" else 0o755)
        self.done.append((name, folder))
        _move_all(folder, self.old / name)
        _move_all(self.new / name, folder)

    def _undo(self) -> None:
        for name, folder in self.done:
            _move_all(folder, self.new / name)
            _move_all(self.old / name, folder)


def _move_all(source: Path, target: Path) -> None:
    """Move the content of the folder. The folder itself may be a mounted volume, which cannot be moved."""
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir() if source.exists() else ():
        shutil.move(path, target / path.name)


def _check_fits(manifest: Manifest, target: Database) -> None:
    if manifest["engine"] != target.engine:
        raise BackupError(
            f"The backup holds a {NAMES[manifest['engine']]} database, and this site uses {target.name}. "
            "Set DATABASE_URL to a database of the backup's kind."
        )
    if manifest["bucket"] != bucket():
        raise BackupError(
            f"The site of the backup kept its media in {_place(manifest['bucket'])}, this one keeps them in "
            f"{_place(bucket())}. Set MEDIA_BUCKET as it was, then restore."
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = {tuple(name.split(".", 1)) for name in manifest["migrations"]} - set(known)
    if unknown:
        raise BackupError(
            f"The backup was made by a later version of the site (it knows {'.'.join(min(unknown))}). "
            "Take that version's code, then restore."
        )


def _place(name: str) -> str:
    return f"the bucket {name}" if name else "a folder"


def _check_empty() -> None:
    tables = connection.introspection.table_names()
    models = [model for model in (get_user_model(), HomePage) if model._meta.db_table in tables]
    has_rows = any(model.objects.exists() for model in models)
    if has_rows or any(files_of(folder) for folder in folders().values()):
        raise BackupError(
            "This site is not empty. To delete all its pages, users, messages and files and restore those of the "
            "backup, add --replace (make restore FROM=… ARGS=--replace). Make a backup of it first."
        )
