from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms.inbox.files.scanner import scan_waiting


class Command(BaseCommand):
    """Scan files that have no verdict of the virus scanner. Fail if some still have none."""

    help = "Scan the files that wait for the virus scanner, and those stored before a scanner was configured."

    def handle(self, **options: Any) -> None:
        decided, waiting = scan_waiting()
        if waiting:
            raise CommandError(f"{decided} got a verdict, {waiting} still wait. Is the scanner in CLAMAV_URL running?")
        self.stdout.write(f"{decided} got a verdict, none waits.")
