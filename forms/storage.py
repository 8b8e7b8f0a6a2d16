"""Where files of patients lie: apart from media, without an address."""

from django.core.files.storage import FileSystemStorage


class PatientFileStorage(FileSystemStorage):
    """A folder whose files no address leads to: they are handed out by one view, which asks who is asking."""

    def url(self, name):
        """Raise `NotImplementedError`: Django would make up an address below MEDIA_URL."""
        raise NotImplementedError("Files of patients have no address.")
