"""Files in the private storage: kept, handed to a message, opened, deleted."""

from datetime import timedelta
from functools import partial
from hashlib import sha256
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from forms.encryption import digest, seal, seal_data, unseal
from forms.files.limits import HOURS_UNCLAIMED
from forms.models.attachment import Attachment


class NotYetSafe(Exception):  # noqa: N818 it reads as what it says: the file is not yet safe
    """The virus scanner has not answered yet, or found something: nobody opens the file."""


class AttachmentGone(Exception):  # noqa: N818
    """A file was handed to another message meanwhile, or was kept for too long."""


class FileChangedError(Exception):
    """What lies in the private storage is not what was put there."""


def keep(checked, field_key, verdict):
    """Keep a file's row, then the file, sealed, in the private storage; return the `Attachment`, without a message.

    Cut short in between, it leaves a row whose ticket nobody has, and `discard_unclaimed` deletes that. The other way
    round it would leave a patient's file that nothing knows of.
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


def claim(attachments, message):
    """Make the files the message's; raises `AttachmentGone` if one is another's already, or deleted.

    Call it in the transaction that keeps the message.
    """
    keys = {attachment.pk for attachment in attachments}
    if Attachment.objects.filter(pk__in=keys, message=None).update(message=message) != len(keys):
        raise AttachmentGone
    for attachment in attachments:
        attachment.message = message


def unclaimed():
    """The files that still wait for the rest of their message."""
    return Attachment.objects.filter(message=None, created_at__gt=oldest_unclaimed())


def discard_unclaimed():
    """Delete the files whose message never came, and return how many they were."""
    with transaction.atomic():
        # Locked, one that is being claimed at this moment is either left alone or, for its claimer, gone.
        late = Attachment.objects.select_for_update().filter(message=None, created_at__lte=oldest_unclaimed())
        keys = [attachment.pk for attachment in late]
        Attachment.objects.filter(pk__in=keys).delete()
    return len(keys)


def open_content(attachment):
    """Return the file's bytes as they were kept.

    Raises `NotYetSafe` while there is no verdict or a bad one, `FileChangedError`, `CannotOpenError`, or
    `FileNotFoundError`.
    """
    if attachment.verdict not in (Attachment.Verdict.CLEAN, Attachment.Verdict.NOT_SCANNED):
        raise NotYetSafe(attachment.get_verdict_display())
    return open_quarantined(attachment)


def open_quarantined(attachment):
    """Return the file's bytes whatever the verdict, for the scanner and for new keys; raises as `open_content`."""
    sealed = read_sealed(attachment.stored_as)
    if sha256(sealed).hexdigest() != attachment.stored_sha256:
        raise FileChangedError(f"The stored file {attachment.stored_as} was changed. Restore it from a backup.")
    return unseal(sealed)


def write(content):
    """Seal the bytes into a new file of the private storage; return its name and the SHA-256 of what lies there."""
    sealed = seal(content)
    return storage().save(new_name(), ContentFile(sealed)), sha256(sealed).hexdigest()


def new_name():
    """Return a name in the private storage that no file has."""
    name = uuid4().hex
    return f"{name[:2]}/{name}"


def read_sealed(stored_as):
    """Return what lies in the private storage under this name."""
    with storage().open(stored_as) as file:
        return file.read()


def storage():
    """The private storage."""
    return storages["patient_files"]


def digest_of_content(content):
    """Return what is the same for the same content, and tells nothing about it without the first key."""
    return digest(sha256(content).hexdigest())


def delete_on_commit(stored_as):
    """Delete the stored file once it is certain that no row needs it any more."""
    transaction.on_commit(partial(storage().delete, stored_as), robust=True)


@receiver(post_delete, sender=Attachment)
def _delete_file_after_its_row(instance, **kwargs):
    delete_on_commit(instance.stored_as)


def oldest_unclaimed():
    """The time before which a file without a message has waited too long."""
    return timezone.now() - timedelta(hours=HOURS_UNCLAIMED)
