"""Files in the private storage: store them encrypted, attach them to a message, read and delete them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from forms.inbox.files.checks import CheckedFile
from forms.inbox.files.limits import UNCLAIMED_HOURS
from forms.inbox.models import Attachment, Message
from forms.sealing.encryption import digest, seal, seal_data, unseal


class NotYetSafe(Exception):  # noqa: N818 it reads as a sentence: raise NotYetSafe
    """The virus scanner has not answered yet, or has found a virus. Nobody may open the file."""


class AttachmentGone(Exception):  # noqa: N818
    """A file was attached to another message meanwhile, or was deleted because it waited too long."""


class FileChangedError(Exception):
    """The stored file is not the one that was stored."""


def store_file(checked: CheckedFile, field_key: str, verdict: Attachment.Verdict) -> Attachment:
    """Save a file's row, then the encrypted file, and return the `Attachment`. It has no message yet.

    If the process is killed in between, a row without a file is left, and `discard_unclaimed` deletes it. In the
    other order a patient's file would be left that no row knows of.
    """
    sealed, stored_as = seal(checked.content), new_name()
    attachment = Attachment.objects.create(
        field_key=field_key,
        sealed_name=seal_data(checked.name),
        content_type=checked.content_type,
        size=len(checked.content),
        content_digest=digest_of_content(checked.content),
        stored_as=stored_as,
        stored_sha256=sha256(sealed).hexdigest(),
        verdict=verdict,
        scanned_at=None if verdict == Attachment.Verdict.WAITING else timezone.now(),
    )
    try:
        storage().save(stored_as, ContentFile(sealed))
    except BaseException:
        attachment.delete()
        raise
    return attachment


def claim(attachments: Sequence[Attachment], message: Message) -> None:
    """Attach the files to the message, inside the transaction that saves the message.

    Raises `AttachmentGone` if a file belongs to another message already or was deleted.
    """
    keys = {attachment.pk for attachment in attachments}
    if Attachment.objects.filter(pk__in=keys, message=None).update(message=message) != len(keys):
        raise AttachmentGone
    for attachment in attachments:
        attachment.message = message


def unclaimed() -> QuerySet[Attachment]:
    """Return the files that wait for their message and have not waited too long."""
    return Attachment.objects.filter(message=None, created_at__gt=oldest_unclaimed())


def keep_waiting(attachments: Sequence[Attachment]) -> None:
    """Start the waiting time of these files again, because the sender is still writing."""
    if keys := [attachment.pk for attachment in attachments]:
        unclaimed().filter(pk__in=keys).update(created_at=timezone.now())


def discard_unclaimed() -> int:
    """Delete the files whose message was never sent, and return how many they were."""
    with transaction.atomic():
        # The lock excludes files that are being attached to a message at this moment.
        late = Attachment.objects.select_for_update().filter(message=None, created_at__lte=oldest_unclaimed())
        keys = [attachment.pk for attachment in late]
        Attachment.objects.filter(pk__in=keys).delete()
    return len(keys)


def open_content(attachment: Attachment) -> bytes:
    """Return the file's bytes as they were stored.

    Raises `NotYetSafe` if there is no verdict or a bad one, `FileChangedError`, `CannotOpenError`, or
    `FileNotFoundError`.
    """
    if attachment.verdict not in (Attachment.Verdict.CLEAN, Attachment.Verdict.NOT_SCANNED):
        raise NotYetSafe(attachment.get_verdict_display())
    return open_quarantined(attachment)


def open_quarantined(attachment: Attachment) -> bytes:
    """Return the file's bytes whatever the verdict, for the scanner and key rotation. Raises as `open_content`."""
    sealed = read_sealed(attachment.stored_as)
    if sha256(sealed).hexdigest() != attachment.stored_sha256:
        raise FileChangedError(f"The stored file {attachment.stored_as} was changed. Restore it from a backup.")
    return unseal(sealed)


def write(content: bytes) -> tuple[str, str]:
    """Encrypt the bytes into a new file. Return its name and the SHA-256 of the encrypted content."""
    sealed = seal(content)
    return storage().save(new_name(), ContentFile(sealed)), sha256(sealed).hexdigest()


def new_name() -> str:
    """Return a random name that no stored file has."""
    name = uuid4().hex
    return f"{name[:2]}/{name}"


def read_sealed(stored_as: str) -> bytes:
    """Return the encrypted content of a stored file. Raises `FileNotFoundError`."""
    with storage().open(stored_as) as file:
        return file.read()


def storage() -> Storage:
    """Return the private storage."""
    return storages["patient_files"]


def digest_of_content(content: bytes) -> str:
    """Return a digest that is equal for equal content and reveals nothing about it without the first key."""
    return digest(sha256(content).hexdigest())


def delete_on_commit(stored_as: str) -> None:
    """Delete the stored file after the transaction, when no row refers to it any more."""
    transaction.on_commit(partial(storage().delete, stored_as), robust=True)


@receiver(post_delete, sender=Attachment)
def _delete_file_after_its_row(instance: Attachment, **kwargs: Any) -> None:
    delete_on_commit(instance.stored_as)


def oldest_unclaimed() -> datetime:
    """Return the time before which a file without a message has waited too long."""
    return timezone.now() - timedelta(hours=UNCLAIMED_HOURS)
