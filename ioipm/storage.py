"""Where editors' images and documents lie when one machine's disk is not enough."""

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class BucketStorage(S3Storage):
    """An S3-compatible bucket that nobody outside talks to: every file goes out under our own address."""

    default_acl = "private"
    file_overwrite = False

    def url(self, name, *args, **kwargs):
        """Return the address at which `ioipm.views.media` hands out the file."""
        return settings.MEDIA_URL + filepath_to_uri(name)
