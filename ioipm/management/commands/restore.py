"""Brings the site back from a backup."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from ioipm.backup.errors import BackupError
from ioipm.backup.restore import restore_backup


class Command(BaseCommand):
    """Makes the site what it was when the backup was made, or leaves it as it is and says why."""

    help = "Restore the site from a file that `backup` has written. Stop the site first."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--replace", action="store_true", help="throw away what the site holds now")

    def handle(self, *args, file, replace, **options):
        try:
            manifest = restore_backup(file, replace, self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database does not answer. Is DATABASE_URL right? {error}".strip()) from error
        self.stdout.write(
            f"\nThe site is what it was on {manifest['made']}: {sum(manifest['rows'].values())} rows, "
            f"{len(manifest['members']) - 1} files.\n"
            "Its keys are those of the environment: they have to be the ones the site had then. Start it: make serve"
        )
        if manifest["bucket"]:
            self.stdout.write(f"Images and documents are those that lie in the bucket {manifest['bucket']} now.")
