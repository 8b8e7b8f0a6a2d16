"""Storage of images and documents in an S3-compatible bucket (`MEDIA_BUCKET`)."""

from typing import Any

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class BucketStorage(S3Storage):
    """Private bucket: the site itself serves each file, under its own address."""

    default_acl = "private"
    file_overwrite = False

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Return the address at which `ioipm.views.image` serves the file."""
        return settings.MEDIA_URL + filepath_to_uri(name)
