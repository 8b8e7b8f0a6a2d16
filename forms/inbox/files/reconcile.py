"""Compare the rows of files in the database with the files in the private storage."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from botocore.exceptions import ClientError
from django.utils import timezone

from forms.inbox.files.store import read_sealed, storage
from forms.inbox.models import Attachment

# A file that is younger may belong to a transaction that is not committed yet.
MINIMUM_ORPHAN_AGE = timedelta(hours=1)


def damaged_rows() -> Iterator[str]:
    """Yield a sentence for each file of a message that is missing or was changed. No sentence contains its name.

    Files without a message are not checked: their row is saved before the file, and is deleted within hours.
    """
    rows = Attachment.objects.filter(message__isnull=False).select_related("message")
    for attachment in rows.iterator(chunk_size=200):
        owner = f"Message {attachment.message}"
        try:
            found = sha256(read_sealed(attachment.stored_as)).hexdigest()
        except (FileNotFoundError, ClientError):
            # A row that was deleted or changed meanwhile is not an error.
            if Attachment.objects.filter(pk=attachment.pk, stored_as=attachment.stored_as).exists():
                yield f"{owner}: the file {attachment.stored_as} is missing. Restore it from a backup."
            continue
        if found != attachment.stored_sha256:
            yield f"{owner}: the file {attachment.stored_as} was changed. Restore it from a backup."


def orphans() -> Iterator[str]:
    """Yield the name of each stored file that is older than an hour and has no row in the database."""
    newest = timezone.now() - MINIMUM_ORPHAN_AGE
    try:
        folders = storage().listdir("")[0]
    except FileNotFoundError:  # no file was ever stored
        return
    for folder in folders:
        names = [f"{folder}/{name}" for name in storage().listdir(folder)[1]]
        known = set(Attachment.objects.filter(stored_as__startswith=f"{folder}/").values_list("stored_as", flat=True))
        for name in sorted(set(names) - known):
            if storage().get_modified_time(name) < newest:
                yield name
