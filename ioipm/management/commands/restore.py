"""Restore the site from a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from ioipm.backup.errors import BackupError
from ioipm.backup.restore import restore_backup


class Command(BaseCommand):
    """Replace database and files by those of a backup. After an error the site is unchanged."""

    help = "Restore the site from a file that the command `backup` wrote. Stop the site first."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--replace", action="store_true", help="delete the present content of the site")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            manifest = restore_backup(file, replace, self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database does not answer. Is DATABASE_URL right? {error}".strip()) from error
        self.stdout.write(
            f"\nThe site is restored to its state of {manifest['made']}: {sum(manifest['rows'].values())} rows, "
            f"{len(manifest['members']) - 1} files.\n"
            "The keys in the environment must be those that the site had then. Start the site: make serve"
        )
        if manifest["bucket"]:
            self.stdout.write(f"Images and documents are those that the bucket {manifest['bucket']} holds now.")
