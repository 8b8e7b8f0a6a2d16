"""The worker: sends mails and runs every other job that is due."""

import logging
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections, connection

from ioipm.worker.jobs import run_due_jobs

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_ROUNDS = 2
MAXIMUM_SECONDS_WITHOUT_DATABASE = 30


class Command(BaseCommand):
    """Run jobs until the process is told to stop. It stops after the current job. Several workers may run at once."""

    help = "Run the jobs that are due, again and again: send mails, delete what is old. Ends with SIGTERM or Ctrl-C."
    is_stopping = False

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="run the jobs that are due once, then end (for cron)")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            self._run_once()
        else:
            self._run_until_stopped()

    @staticmethod
    def _run_once() -> None:
        try:
            failed = run_due_jobs()
        except DatabaseError as error:
            raise CommandError(f"The database does not answer ({type(error).__name__}).") from None
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log has the details.")

    def _run_until_stopped(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        logger.info("The worker starts")
        pause = SECONDS_BETWEEN_ROUNDS
        while not self.is_stopping:
            try:
                close_old_connections()
                run_due_jobs(lambda: self.is_stopping)
                pause = SECONDS_BETWEEN_ROUNDS
            except DatabaseError as error:
                pause = min(pause * 2, MAXIMUM_SECONDS_WITHOUT_DATABASE)
                logger.error(
                    "The database does not answer (%s): the worker tries again in %s s", type(error).__name__, pause
                )
                connection.close()
            self._wait(pause)
        logger.info("The worker ends")

    def _stop(self, number: int, frame: Any) -> None:
        self.is_stopping = True

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.is_stopping:
            time.sleep(0.2)
