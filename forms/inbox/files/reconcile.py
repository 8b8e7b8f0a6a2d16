"""Compares the rows of files with what lies in the private storage."""

from datetime import timedelta
from hashlib import sha256

from botocore.exceptions import ClientError
from django.utils import timezone

from forms.inbox.files.store import read_sealed, storage
from forms.inbox.models import Attachment

HOURS_FOR_A_ROW_TO_COME = 1


def damaged_rows():
    """Yield a sentence for each file of a message that is missing or was changed. No sentence holds its name.

    What has no message is not looked at: its row comes before the file, and goes within hours.
    """
    rows = Attachment.objects.filter(message__isnull=False).select_related("message")
    for attachment in rows.iterator(chunk_size=200):
        owner = f"Message {attachment.message}"
        try:
            found = sha256(read_sealed(attachment.stored_as)).hexdigest()
        except (FileNotFoundError, ClientError):
            if Attachment.objects.filter(pk=attachment.pk, stored_as=attachment.stored_as).exists():
                yield f"{owner}: the file {attachment.stored_as} is missing. Restore it from a backup."
            continue
        if found != attachment.stored_sha256:
            yield f"{owner}: the file {attachment.stored_as} was changed. Restore it from a backup."


def orphans():
    """Yield the name of each stored file that no row knows, an hour after it was written."""
    oldest_young = timezone.now() - timedelta(hours=HOURS_FOR_A_ROW_TO_COME)
    try:
        folders = storage().listdir("")[0]
    except FileNotFoundError:  # no file was ever kept
        return
    for folder in folders:
        names = [f"{folder}/{name}" for name in storage().listdir(folder)[1]]
        known = set(Attachment.objects.filter(stored_as__startswith=f"{folder}/").values_list("stored_as", flat=True))
        for name in sorted(set(names) - known):
            if storage().get_modified_time(name) < oldest_young:
                yield name
