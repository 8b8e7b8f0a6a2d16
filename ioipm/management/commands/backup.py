"""Copies everything that would be lost with the machine."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from ioipm.backup.archive import make_backup
from ioipm.backup.errors import BackupError


class Command(BaseCommand):
    """Writes database, media and patients' files into one file, while the site goes on."""

    help = "Back up database, media and private files into one file. The site may go on meanwhile."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, help="the folder to write to; without it backups/ in VAR_DIR")

    def handle(self, *args, to, **options):
        try:
            path, manifest = make_backup(to or settings.VAR_DIR / "backups", self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database does not answer. Is DATABASE_URL right? {error}".strip()) from error
        self.stdout.write(
            f"\n{path}: {path.stat().st_size / 1e6:.1f} MB, {sum(manifest['rows'].values())} rows, "
            f"{len(manifest['members']) - 1} files.\n"
            "Keep it on another machine, where only those may read it who may read the messages.\n"
            "NOT in it: the keys and passwords of the environment (.env). Without the keys nobody can read patients'\n"
            "files and answers again. Keep a copy of them in another place than the backups."
        )
        if manifest["bucket"]:
            self.stdout.write(
                f"NOT in it: images and documents in the bucket {manifest['bucket']}. Turn on its versions, or copy it."
            )
