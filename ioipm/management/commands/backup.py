"""Back up the database, the media and patients' files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from ioipm.backup.archive import make_backup
from ioipm.backup.errors import BackupError


class Command(BaseCommand):
    """Write database, media and patients' files into one file while the site is running."""

    help = "Back up database, media and private files into one file. The site can keep running."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="the folder to write to; default: backups/ in VAR_DIR")

    def handle(self, *args: Any, to: Path | None, **options: Any) -> None:
        try:
            path, manifest = make_backup(to or settings.VAR_DIR / "backups", self.stdout.write, self.stderr.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database does not answer. Is DATABASE_URL right? {error}".strip()) from error
        self.stdout.write(
            f"\n{path}: {path.stat().st_size / 1e6:.1f} MB, {sum(manifest['rows'].values())} rows, "
            f"{len(manifest['members']) - 1} files.\n"
            "Keep it on another machine, readable only by people who may read the messages.\n"
            "NOT in it: the keys and passwords of the environment (.env). Without the keys nobody can decrypt\n"
            "patients' files and answers. Keep a copy of the keys, in another place than the backups."
        )
        if manifest["bucket"]:
            self.stdout.write(
                f"NOT in it: images and documents in the bucket {manifest['bucket']}. "
                "Turn on its versioning, or copy it."
            )
