"""Restore the site from a backup.

The whole backup is read and checked before anything is changed. At the end each file of a patient is opened.
"""

import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from home.models import HomePage
from ioipm.backup.archive import DATABASE, Manifest, bucket, opened
from ioipm.backup.databases import Database, database
from ioipm.backup.errors import BackupError
from ioipm.backup.file_stores import Replacement, Report, file_stores
from ioipm.backup.patient_files import ATTACHMENTS, Reason, patient_files_now, unreadable_files
from ioipm.file_permissions import restrict_permissions

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


Unreadable = dict[Reason, list[str]]
"""The references of messages with files that cannot be opened, once for each file, by the reason."""


def restore_backup(path: Path, replace: bool, report: Report) -> tuple[Manifest, Unreadable]:
    """Replace database and files of the site by those of the backup.

    Return the backup's manifest, and the files of patients that cannot be opened now. `report` is called with a
    sentence for each step. Raises `BackupError`; the site is then unchanged.
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
        if _is_without_patient_files(manifest):
            report(
                f"WARNING: the backup has the rows of {manifest['rows'][ATTACHMENTS]} files of patients, but no such "
                "file. An earlier version made it, which did not copy the files of PRIVATE_BUCKET."
            )
        new, old = Path(work) / "new", Path(work) / "old"
        old.mkdir()
        try:
            unpack(new)
        except OSError as error:
            raise BackupError(f"The backup cannot be unpacked in {work}: {error.strerror or error}.") from error
        target.check(new / DATABASE, manifest)
        stores = {store.name: store.replacement(new / store.name, old / store.name) for store in file_stores()}
        with ExitStack() as after_an_error:
            for name, replacement in stores.items():
                report(f"Restoring the files of {name}")
                after_an_error.callback(replacement.undo)
                replacement.apply()
            report(f"Restoring the {target.name} database: {sum(manifest['rows'].values())} rows")
            target.load(new / DATABASE)
            after_an_error.pop_all()
        if target.count() != manifest["rows"]:
            raise BackupError(
                "The database has other rows than the backup: is the site still running? Stop it, restore again."
            )
        cache.clear()
        unreadable = _check_patient_files(stores["private"], report)
        restrict_permissions()
    return manifest, unreadable


def _is_without_patient_files(manifest: Manifest) -> bool:
    return (
        "private_bucket" not in manifest  # earlier versions did not write it
        and bool(manifest["rows"].get(ATTACHMENTS))
        and not any(name.startswith("private/") for name in manifest["members"])
    )


def _check_patient_files(replacement: Replacement, report: Report) -> Unreadable:
    """Open each file of a message in the restored database, and return those for which that fails.

    Files that the backup does not have are deleted only if all files can be opened. Otherwise they may be what is left
    of a missing one.
    """
    files = patient_files_now()
    report(f"Opening {len(files)} files of patients")
    replacement.keep({file.stored_as for file in files})
    unreadable: Unreadable = defaultdict(list)
    for file, reason in unreadable_files(files):
        unreadable[reason].append(str(file.reference))
    if unreadable:
        replacement.keep(set(replacement.others))
    else:
        try:
            replacement.delete_others()
        except BackupError as error:
            report(f"WARNING: the files that the backup does not have were not deleted. {error}")
    return unreadable


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
    if has_rows or any(store.names() for store in file_stores()):
        raise BackupError(
            "This site is not empty. To delete all its pages, users, messages and files and restore those of the "
            "backup, add --replace (make restore FROM=… ARGS=--replace). Make a backup of it first."
        )
