"""Write and read a backup: one tar file with the database, the media, the patients' files and a manifest of them.

The database is copied before the files. A file is always stored before the row that refers to it is committed, so
every row in the copy has its file. In the other order, a message that arrives in between would be without its files.
A file that is deleted during the backup is left out. At the end each row of a patient's file is compared with the
files in the backup.
"""

import hashlib
import json
import os
import platform
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

import django
import wagtail
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from ioipm.backup.databases import Database, database
from ioipm.backup.errors import BackupError
from ioipm.backup.file_stores import FolderStore, OpenedFile, Readable, Report, copy, file_stores, private_bucket
from ioipm.backup.patient_files import PatientFile, patient_files_now

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "database"

Manifest = dict[str, Any]


def bucket() -> str:
    """Return the name of the bucket that holds the media; "" if a folder holds them."""
    return settings.STORAGES["default"].get("OPTIONS", {}).get("bucket_name", "")


def make_backup(target: Path, report: Report, warn: Report) -> tuple[Path, Manifest]:
    """Write a backup into the folder `target`; return its path and its manifest.

    `report` is called with a sentence for each step, `warn` with a sentence for each kind of loss. The file's name ends
    in `.part` until the file is complete. Only its owner may read it. Raises `BackupError`.
    """
    source = database()
    source.check_programs()
    path = Path(target) / f"ioipm-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar"
    part = path.with_suffix(".part")
    try:
        Path(target).mkdir(parents=True, exist_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            manifest = _write(stream, source, report, warn)
            stream.flush()
            os.fsync(stream.fileno())
        part.rename(path)
    except OSError as error:
        raise BackupError(f"The backup could not be written to {target}: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)
    return path, manifest


def _write(stream: BinaryIO, source: Database, report: Report, warn: Report) -> Manifest:
    members: dict[str, dict[str, Any]] = {}
    with tarfile.open(fileobj=stream, mode="w") as archive, tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as work:
        report(f"Copying the {source.name} database")
        dump = Path(work) / DATABASE
        contents = source.dump(dump)
        manifest = {
            "format": FORMAT,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "engine": source.engine,
            "versions": _versions(),
            "migrations": _migrations(),
            "rows": contents.rows,
            "bucket": bucket(),
            "private_bucket": private_bucket(),
            "members": members,
        }
        with FolderStore("", dump.parent).open(dump.name) as file:
            members[DATABASE] = _add(archive, file, DATABASE)
        for store in file_stores():
            names = store.names()
            report(f"Copying {len(names)} files of {store.name}")
            for name in names:
                member = f"{store.name}/{name}"
                try:
                    with store.open(name) as file:
                        members[member] = _add(archive, file, member)
                except FileNotFoundError:
                    report(f"Left out {member}, which was deleted during the backup")
        _check_patient_files(contents.patient_files, members, report, warn)
        text = json.dumps(manifest, indent=1).encode()
        header = tarfile.TarInfo(MANIFEST)
        header.size = len(text)
        archive.addfile(header, BytesIO(text))
    return manifest


def _check_patient_files(
    files: list[PatientFile], members: dict[str, dict[str, Any]], report: Report, warn: Report
) -> None:
    """Compare the rows in the copied database with the copied files.

    Raises `BackupError` if files were encrypted again during the backup, because the copied rows then refer to files
    that do not exist any more.
    """
    now = {file.pk: file.stored_as for file in patient_files_now()}
    losses = defaultdict(set)
    for file in files:
        copied = members.get(f"private/{file.stored_as}")
        if not file.reference or (copied and copied["sha256"] == file.sha256):
            continue
        if copied:
            losses["was changed since it was received"].add(file.reference)
        elif file.pk not in now:
            report(f"Left out a file of message {file.reference}, which was deleted during the backup")
        elif now[file.pk] != file.stored_as:
            raise BackupError(
                "Files of patients were encrypted again during the backup. Wait until reseal_messages has finished, "
                "then make the backup again."
            )
        else:
            losses["is missing"].add(file.reference)
    for loss, references in losses.items():
        warn(
            f"WARNING: a file of a patient {loss}, in {len(references)} messages: {', '.join(sorted(references))}. "
            "This backup cannot bring it back. Keep the older backups, and run manage.py check_files."
        )


def _versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "django": django.get_version(),
        "wagtail": wagtail.__version__,
        "database": ".".join(map(str, connection.get_database_version())),
    }


def _migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


class _Hashed:
    """File-like object that computes the SHA-256 of what is read from a stream."""

    def __init__(self, stream: Readable) -> None:
        self.stream = stream
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.sha256.update(data)
        return data


def _add(archive: tarfile.TarFile, file: OpenedFile, member: str) -> dict[str, Any]:
    header = tarfile.TarInfo(member)
    header.size, header.mtime, header.mode = file.size, file.modified, file.mode
    hashed = _Hashed(file.stream)
    archive.addfile(header, hashed)
    return {"size": header.size, "sha256": hashed.sha256.hexdigest()}


@contextmanager
def opened(path: Path | str) -> Iterator[tuple[Manifest, Callable[[Path], None]]]:
    """Open a backup; yield its manifest and a function that unpacks it into a folder. Raises `BackupError`."""
    try:
        stream = Path(path).open("rb")  # noqa: SIM115  (closed below, where other errors get other messages)
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        with stream, tarfile.open(fileobj=stream, mode="r:") as archive:
            yield _manifest(archive), lambda folder: _unpack(archive, folder)
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(f"{path} is damaged or not a backup of this site: {error}. Take another backup.") from error


def _manifest(archive: tarfile.TarFile) -> Manifest:
    try:
        manifest = json.load(_stream(archive, MANIFEST))
    except (KeyError, ValueError) as error:
        raise BackupError("The backup has no manifest: it is incomplete, or not of this site. Take another.") from error
    if manifest.get("format") != FORMAT:
        raise BackupError("The backup was made by another version of the site, and this one cannot read it.")
    return manifest


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Unpack into an empty folder. Raises `BackupError` unless the members are exactly those of the manifest."""
    missing = dict(_manifest(archive)["members"])
    for member in archive:
        if member.name == MANIFEST:
            continue
        expected = missing.pop(member.name, None)
        if not expected or not member.isfile() or not _is_inside(member.name):
            raise BackupError(f"The backup is damaged: “{member.name}” is not in its manifest. Take another backup.")
        target = folder / member.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if copy(_stream(archive, member), target) != expected["sha256"]:
            raise BackupError(f"The backup is damaged: “{member.name}” has changed. Take another backup.")
        target.chmod(member.mode & 0o777)
    if missing:
        raise BackupError(f"The backup is damaged: “{next(iter(missing))}” is missing. Take another backup.")


def _stream(archive: tarfile.TarFile, member: tarfile.TarInfo | str) -> IO[bytes]:
    """Return the content of a member; raise `KeyError` if the archive has no such file."""
    stream = archive.extractfile(member)
    if stream is None:  # a folder or a link
        raise KeyError(str(member))
    return stream


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name == DATABASE or (parts[0] in ("media", "private") and len(parts) > 1 and ".." not in parts)
