from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forms.inbox.files.reconcile import damaged_rows, orphans
from forms.inbox.files.store import storage


class Command(BaseCommand):
    """List files that are missing or were changed, and files without a row in the database. Fail if there are any."""

    help = "Compare patients' files with their rows in the database. The exit code is 1 if something is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true", help="delete the files without a row in the database")

    def handle(self, *, fix: bool, **options: Any) -> None:
        problems = 0
        for problem in damaged_rows():
            problems += 1
            self.stdout.write(problem)
        for name in orphans():
            if fix:
                storage().delete(name)
                self.stdout.write(f"No row in the database refers to the file {name}: deleted.")
                continue
            problems += 1
            self.stdout.write(f"No row in the database refers to the file {name}. “check_files --fix” deletes it.")
        if problems:
            raise CommandError(f"Problems found: {problems}.")
        self.stdout.write("All files are present and unchanged, and each has a row in the database.")
