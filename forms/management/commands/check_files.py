from django.core.management.base import BaseCommand, CommandError

from forms.inbox.files.reconcile import damaged_rows, orphans
from forms.inbox.files.store import storage


class Command(BaseCommand):
    """Names files that are missing, were changed, or belong to nobody; fails if there is any."""

    help = "Compare patients' files with what the database knows of them; exit with 1 if something is wrong."

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="delete the files that no message knows")

    def handle(self, *, fix, **options):
        problems = 0
        for problem in damaged_rows():
            problems += 1
            self.stdout.write(problem)
        for name in orphans():
            if fix:
                storage().delete(name)
                self.stdout.write(f"No message knows the file {name}: deleted.")
                continue
            problems += 1
            self.stdout.write(f"No message knows the file {name}. “check_files --fix” deletes it.")
        if problems:
            raise CommandError(f"{problems} to look into.")
        self.stdout.write("Every file is there, unchanged, and known.")
