"""Read and replace the files of the site, in the folder or the bucket where they are stored."""

import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from ioipm.backup.errors import BackupError

BLOCK = 1024 * 1024  # bytes
NAME_IN_BUCKET = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")
"""The names that `forms.inbox.files.store.new_name` returns."""

Report = Callable[[str], object]


class Readable(Protocol):
    """A stream of bytes, such as an open file or a download."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""


class OpenedFile(NamedTuple):
    """A file that is being read: its content, and what a backup keeps besides."""

    stream: Readable
    size: int
    modified: int
    """Seconds since 1970."""
    mode: int


class Replacement(Protocol):
    """The replacement of the files of a store by those of a backup. The methods raise `BackupError`."""

    others: set[str]
    """Names of the files that the store had before, and that the backup does not have."""

    def apply(self) -> None:
        """Store the files of the backup."""

    def undo(self) -> None:
        """Store the files again that were there before `apply`, also after it failed halfway."""

    def keep(self, names: Collection[str]) -> None:
        """Keep these files, although the backup does not have them."""

    def delete_others(self) -> None:
        """Delete the files that the backup does not have, except those kept."""


class FileStore(Protocol):
    """Where files of one kind are stored. The methods raise `BackupError`."""

    name: str
    """The folder in the backup: `media` or `private`."""

    def names(self) -> list[str]:
        """Return the names of all files, sorted."""

    def open(self, name: str) -> AbstractContextManager[OpenedFile]:
        """Open the file. Raises `FileNotFoundError`."""

    def replacement(self, new: Path, old: Path) -> Replacement:
        """Return what replaces the files by those in the folder `new`. `old` is an empty folder for its use."""


def file_stores() -> list[FileStore]:
    """Return the stores whose files are in a backup: media in the folder, patients' files wherever they are stored."""
    return [FolderStore("media", Path(settings.MEDIA_ROOT), mode=0o755), patient_file_store()]


def patient_file_store() -> FileStore:
    """Return the configured store of patients' files."""
    storage = storages["patient_files"]
    if isinstance(storage, FileSystemStorage):
        return FolderStore("private", Path(storage.location))
    return BucketStore("private", storage)


def private_bucket() -> str:
    """Return the name of the bucket that holds patients' files; "" if a folder holds them."""
    return getattr(storages["patient_files"], "bucket_name", "")


def files_of(folder: Path) -> list[Path]:
    """Return every file below the folder, sorted; [] if the folder does not exist."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def names_in(folder: Path) -> list[str]:
    """Return the names of all files below the folder, relative to it."""
    return [path.relative_to(folder).as_posix() for path in files_of(folder)]


class FolderStore:
    """Files in a folder."""

    def __init__(self, name: str, folder: Path, mode: int = 0o700) -> None:
        self.name, self.folder, self.mode = name, folder, mode

    def names(self) -> list[str]:
        """Return the names of all files, sorted."""
        return names_in(self.folder)

    @contextmanager
    def open(self, name: str) -> Iterator[OpenedFile]:
        """Open the file. Raises `FileNotFoundError`."""
        with (self.folder / name).open("rb") as stream:
            status = os.fstat(stream.fileno())
            yield OpenedFile(stream, status.st_size, int(status.st_mtime), status.st_mode & 0o777)

    def replacement(self, new: Path, old: Path) -> "FolderReplacement":
        """Return what replaces the files by those in the folder `new`."""
        return FolderReplacement(self, new, old)


class FolderReplacement:
    """Moves the old files out of the folder and the new ones into it.

    The folder itself is not moved, because it may be a mounted volume.
    """

    def __init__(self, store: FolderStore, new: Path, old: Path) -> None:
        self.store, self.new, self.old = store, new, old
        self.folder = store.folder
        self.others = set(store.names()) - set(names_in(new))
        self.placed: list[Path] = []

    def apply(self) -> None:
        """Move the files of the backup into the folder."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=self.store.mode)
            _move_all(self.folder, self.old)
            for path in sorted(self.new.iterdir()) if self.new.exists() else ():
                self.placed.append(path)
                shutil.move(path, self.folder / path.name)
        except OSError as error:
            raise BackupError(f"The files cannot be written to {self.folder}: {error.strerror or error}.") from error

    def undo(self) -> None:
        """Move the old files back."""
        for path in self.placed:
            if (self.folder / path.name).exists():
                shutil.move(self.folder / path.name, path)
        _move_all(self.old, self.folder)

    def keep(self, names: Collection[str]) -> None:
        """Move these old files back, beside the new ones."""
        for name in sorted(self.others.intersection(names)):
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True, mode=self.store.mode)
            shutil.move(self.old / name, self.folder / name)
        self.others.difference_update(names)

    def delete_others(self) -> None:
        """Do nothing: the folder `old` is deleted at the end of the restore."""


class BucketStore:
    """Patients' files in an S3-compatible bucket. Objects with other names are ignored, never copied or deleted."""

    def __init__(self, name: str, storage: Storage) -> None:
        self.name, self.storage = name, storage
        self.bucket = private_bucket()

    def names(self) -> list[str]:
        """Return the names of all patients' files, sorted."""
        with self._errors("read"):
            names = [f"{one}/{name}" for one in self.storage.listdir("")[0] for name in self.storage.listdir(one)[1]]
        return sorted(name for name in names if NAME_IN_BUCKET.fullmatch(name))

    @contextmanager
    def open(self, name: str) -> Iterator[OpenedFile]:
        """Open the file, downloaded into a temporary file. Raises `FileNotFoundError`."""
        with self._errors("read"), self.storage.open(name) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            yield OpenedFile(file, size, int(time.time()), 0o600)

    def write(self, name: str, path: Path) -> None:
        """Upload a file under exactly this name. An object of this name is overwritten."""
        # `Storage.save` would choose another name if there is an object of this name.
        with self._errors("written"), path.open("rb") as stream:
            self.storage._save(name, File(stream))  # type: ignore[attr-defined]  # django-stubs leave it out

    def delete(self, name: str) -> None:
        """Delete the object, if it exists."""
        with self._errors("written"):
            self.storage.delete(name)

    def replacement(self, new: Path, old: Path) -> "BucketReplacement":
        """Return what replaces the files by those in the folder `new`."""
        return BucketReplacement(self, new, old)

    @contextmanager
    def _errors(self, done: str) -> Iterator[None]:
        try:
            yield
        except (Boto3Error, BotoCoreError, ClientError) as error:
            if isinstance(error, ClientError) and error.response["Error"]["Code"] in ("404", "NoSuchKey"):
                raise FileNotFoundError(str(error)) from error
            raise BackupError(
                f"The bucket {self.bucket} of patients' files cannot be {done}: {error} "
                "Check PRIVATE_BUCKET and the variables below it, then run the command again."
            ) from error


class BucketReplacement:
    """Uploads the files that the bucket does not have, and deletes others only when all is restored.

    An object of the same name is downloaded and compared. It is overwritten only if its content is another.
    """

    def __init__(self, store: BucketStore, new: Path, old: Path) -> None:
        self.store, self.new, self.old = store, new, old
        self.others = set(store.names()) - set(names_in(new))
        self.added: list[str] = []
        self.overwritten: list[str] = []

    def apply(self) -> None:
        """Upload the files of the backup."""
        for name in names_in(self.new):
            try:
                present = self._download(name)
            except FileNotFoundError:
                self.added.append(name)
            else:
                if _sha256(present) == _sha256(self.new / name):
                    present.unlink()
                    continue
                self.overwritten.append(name)
            self.store.write(name, self.new / name)

    def undo(self) -> None:
        """Delete the uploaded objects and upload again those that were overwritten."""
        for name in self.added:
            self.store.delete(name)
        for name in self.overwritten:
            self.store.write(name, self.old / name)

    def keep(self, names: Collection[str]) -> None:
        """Leave these objects in the bucket."""
        self.others.difference_update(names)

    def delete_others(self) -> None:
        """Delete the objects that the backup does not have, except those kept."""
        for name in sorted(self.others):
            self.store.delete(name)

    def _download(self, name: str) -> Path:
        path = self.old / name
        with self.store.open(name) as file:
            path.parent.mkdir(parents=True, exist_ok=True)
            copy(file.stream, path)
        return path


def copy(source: Readable, target: Path) -> str:
    """Write the rest of the stream into a new file; return its SHA-256."""
    sha256 = hashlib.sha256()
    with target.open("xb") as stream:
        while block := source.read(BLOCK):
            sha256.update(block)
            stream.write(block)
    return sha256.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _move_all(source: Path, target: Path) -> None:
    """Move everything that is in the folder."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir()) if source.exists() else ():
        shutil.move(path, target / path.name)
