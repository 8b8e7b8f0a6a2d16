from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from ioipm.worker.jobs import overdue_jobs


class Command(BaseCommand):
    """Exit with an error if a job fails or has not run in time, and say what to do."""

    help = "Fail when one of the worker's jobs fails, or has not run for three of its intervals."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            problems = overdue_jobs()
        except DatabaseError as error:
            raise CommandError(f"The database does not answer ({type(error).__name__}).") from None
        if problems:
            raise CommandError("\n".join([*map(str, problems), "See docs/operating.md, “The worker”."]))
        self.stdout.write("Every job has run in time.")
