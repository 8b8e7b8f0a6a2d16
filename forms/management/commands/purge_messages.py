from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from forms.inbox.retention import due_for_deletion, purge


class Command(BaseCommand):
    """Delete messages that are older than the days set in their form, or list them. The worker does it every day."""

    help = "Delete messages, with their files, that are older than the days set in their form. Keep those on hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list references and dates, and delete nothing")

    def handle(self, *args: Any, dry_run: bool, verbosity: int, **options: Any) -> None:
        if not dry_run:
            purged = purge()
            if verbosity:
                self.stdout.write(f"{_messages(purged)} deleted.")
            return
        listed = 0
        for reference, sent_at in due_for_deletion().values_list("reference", "sent_at").iterator():
            self.stdout.write(f"{reference}  {timezone.localtime(sent_at):%Y-%m-%d}")
            listed += 1
        self.stdout.write(f"{_messages(listed)} would be deleted.")


def _messages(number: int) -> str:
    return "1 message" if number == 1 else f"{number} messages"
