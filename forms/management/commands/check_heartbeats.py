"""Tells whether the worker does its jobs."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from forms.jobs import overdue_jobs


class Command(BaseCommand):
    """Ends with an error when a job fails or has not been done in time, and says what to do."""

    help = "Fail when one of the worker's jobs fails, or has not been done for three of its intervals."

    def handle(self, *args, **options):
        try:
            problems = overdue_jobs()
        except DatabaseError as error:
            raise CommandError(f"The database does not answer ({type(error).__name__}).") from None
        if problems:
            raise CommandError("\n".join([*map(str, problems), "See docs/operating.md, “The worker”."]))
        self.stdout.write("Every job has been done in time.")
