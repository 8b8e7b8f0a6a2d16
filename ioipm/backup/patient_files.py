"""Compare the rows of patients' files with the stored files, in a copied or restored database.

The rows are read by SQL with columns that every version of the site has, because the migrations of a restored database
may not be applied yet.
"""

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import connection

from forms.inbox.files.store import FileChangedError, open_quarantined
from forms.inbox.models import Attachment, Message
from forms.sealing.encryption import CannotOpenError

ATTACHMENTS, MESSAGES = Attachment._meta.db_table, Message._meta.db_table


class PatientFile(NamedTuple):
    """The row of a patient's file."""

    pk: int
    stored_as: str
    sha256: str
    reference: str | None
    """The reference of the message; None while the message is not sent yet."""


class Reason(StrEnum):
    """Why a patient's file cannot be opened."""

    MISSING = "the file is missing: it is neither in the backup nor in the storage"
    CHANGED = "the stored file is not the one that was received"
    NO_KEY = "no key in MESSAGE_KEYS can decrypt it"
    UNREADABLE = "the storage does not return the file"


def patient_files(cursor: Any, tables: Collection[str]) -> list[PatientFile]:
    """Return the rows of all patients' files; [] if the database has no such table. `cursor` is of DB-API 2.0."""
    if ATTACHMENTS not in tables:
        return []
    cursor.execute(
        f"SELECT a.id, a.stored_as, a.stored_sha256, m.reference FROM {ATTACHMENTS} a "  # noqa: S608
        f"LEFT JOIN {MESSAGES} m ON m.id = a.message_id ORDER BY a.id"
    )
    return [PatientFile(*row) for row in cursor.fetchall()]


def patient_files_now() -> list[PatientFile]:
    """Return the rows of all patients' files in the database of the site."""
    with connection.cursor() as cursor:
        return patient_files(cursor, connection.introspection.table_names(cursor))


def unreadable_files(files: Collection[PatientFile]) -> Iterator[tuple[PatientFile, Reason]]:
    """Open and decrypt the file of each row; yield the rows for which that fails, with the reason.

    Files without a message are left out: their row is saved before the file, and is deleted within hours.
    """
    for file in files:
        if file.reference and (reason := _reason(file)):
            yield file, reason


def _reason(file: PatientFile) -> Reason | None:
    try:
        open_quarantined(Attachment(stored_as=file.stored_as, stored_sha256=file.sha256))
    except FileNotFoundError:
        return Reason.MISSING
    except FileChangedError:
        return Reason.CHANGED
    except CannotOpenError:
        return Reason.NO_KEY
    except Exception:  # each storage has its own errors, and one file must not end the check of the others
        return Reason.UNREADABLE
    return None
