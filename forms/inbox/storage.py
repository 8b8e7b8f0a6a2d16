"""Private storage for patients' files: files have no URL; only the download view serves them, after a permission check.

It is separate from Wagtail's media.
"""

import os
from pathlib import Path
from typing import Any, NoReturn

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from storages.backends.s3 import S3Storage


class PrivateStorageMixin:
    """Make sure that no file of the storage has a URL."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise `NotImplementedError`.

        Django would return a URL under `MEDIA_URL`, and S3 a signed URL that works for everyone who has it.
        """
        raise NotImplementedError("Patients' files have no URL.")


class PatientFileStorage(PrivateStorageMixin, FileSystemStorage):
    """Store files in a folder that only the site's system user can read.

    When `save` returns, the file is on the disk and survives a power failure.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700} | options)

    def _save(self, name: str, content: File) -> str:
        name = super()._save(name, content)  # type: ignore[misc]  # django-stubs leaves out private methods
        path = Path(self.path(name))
        # The name of a file is stored in its folder, so new folders must be written to the disk too.
        for changed in (path, path.parent, path.parent.parent):
            _sync(changed)
        return name


class PatientFileBucket(PrivateStorageMixin, S3Storage):
    """Store files in an S3-compatible bucket of their own. Objects without an ACL are private in S3."""

    default_acl = None
    file_overwrite = False
    querystring_auth = True


def _sync(path: Path) -> None:
    """Write the file or folder from the system's memory to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
