"""Deletes the messages that have been kept as long as their senders were told."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from forms.inbox.retention import due_for_deletion, purge


class Command(BaseCommand):
    """Deletes what is due, or with `--dry-run` lists it; to be run every day."""

    help = "Delete messages, with their files, that are older than their form keeps them. Those on hold stay."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="list references and dates, and delete nothing")

    def handle(self, *args, dry_run, verbosity, **options):
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


def _messages(number):
    return "1 message" if number == 1 else f"{number} messages"
