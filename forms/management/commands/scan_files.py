from django.core.management.base import BaseCommand, CommandError

from forms.inbox.files.scanner import scan_waiting


class Command(BaseCommand):
    """Asks the virus scanner again about files that have no verdict; fails if some still have none."""

    help = "Scan the files that wait for the virus scanner, and those kept before there was one."

    def handle(self, **options):
        decided, waiting = scan_waiting()
        if waiting:
            raise CommandError(f"{decided} got a verdict, {waiting} still wait. Does the scanner in CLAMAV_URL run?")
        self.stdout.write(f"{decided} got a verdict, none waits.")
