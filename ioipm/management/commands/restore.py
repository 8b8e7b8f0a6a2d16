"""Restore the site from a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from ioipm.backup.errors import BackupError
from ioipm.backup.patient_files import Reason
from ioipm.backup.restore import Unreadable, restore_backup


class Command(BaseCommand):
    """Replace database and files by those of a backup.

    After an error the site is unchanged. Only if files of patients cannot be opened at the end, the site is restored
    and the command fails.
    """

    help = "Restore the site from a file that the command `backup` wrote. Stop the site first."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--replace", action="store_true", help="delete the present content of the site")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            manifest, unreadable = restore_backup(file, replace, self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database does not answer. Is DATABASE_URL right? {error}".strip()) from error
        self.stdout.write(
            f"\n{'Database and files are those of' if unreadable else 'The site is restored to its state of'} "
            f"{manifest['made']}: {sum(manifest['rows'].values())} rows, "
            f"{len(manifest['members']) - 1} files.\n"
            "The keys in the environment must be those that the site had then. Start the site: make serve"
        )
        if manifest["bucket"]:
            self.stdout.write(f"Images and documents are those that the bucket {manifest['bucket']} holds now.")
        if unreadable:
            raise CommandError(_sentences(unreadable))


def _sentences(unreadable: Unreadable) -> str:
    """Return what cannot be opened, of which messages, why, and what to do."""
    lines = [
        f"The site is restored, but {sum(map(len, unreadable.values()))} files of patients CANNOT BE OPENED:",
        *(
            f"- {len(references)} files: {reason}. Messages: {', '.join(sorted(set(references)))}"
            for reason, references in unreadable.items()
        ),
    ]
    if unreadable.keys() - {Reason.NO_KEY}:
        lines.append(
            "Restore another backup that has these files, or get them from the earlier versions of the bucket. No file "
            "that the site had before was deleted; manage.py check_files lists those that belong to no message."
        )
    if Reason.NO_KEY in unreadable:
        lines.append(
            "Add the key that the site had when the backup was made to MESSAGE_KEYS, behind the others, then restore "
            "again with --replace."
        )
    return "\n".join(lines)
