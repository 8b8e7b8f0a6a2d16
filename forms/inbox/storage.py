"""Where files of patients lie: apart from media, without an address."""

import os
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from storages.backends.s3 import S3Storage


class WithoutAddress:
    """What no address leads to: it is handed out by one view, which asks who is asking."""

    def url(self, name, *args, **kwargs):
        """Raise `NotImplementedError`: a storage would make up an address, or sign one for anybody who has it."""
        raise NotImplementedError("Files of patients have no address.")


class PatientFileStorage(WithoutAddress, FileSystemStorage):
    """A folder that nobody but the site's own user may look into. What `save` returned from is on the disk."""

    def __init__(self, **options):
        super().__init__(**{"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700} | options)

    def _save(self, name, content):
        name = super()._save(name, content)  # type: ignore[misc]  # django-stubs leaves out private methods
        path = Path(self.path(name))
        # The folder holds the file's name, and the folder above it the folder's.
        for place in (path, path.parent, path.parent.parent):
            _sync(place)
        return name


class PatientFileBucket(WithoutAddress, S3Storage):
    """An S3-compatible bucket of its own, without public access (S3 objects are private unless somebody says else)."""

    default_acl = None
    file_overwrite = False
    querystring_auth = True


def _sync(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
