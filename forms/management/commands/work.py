"""The worker: sends mails and does whatever else is to be done regularly."""

import logging
import signal
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections, connection

from forms.jobs import run_due_jobs

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_ROUNDS = 2
MOST_SECONDS_WITHOUT_DATABASE = 30


class Command(BaseCommand):
    """Works until it is told to stop, and stops after the job at hand. Several at once do no harm."""

    help = "Do what is due again and again: send mails, delete what is old. Ends with SIGTERM or Ctrl-C."
    is_stopping = False

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due once, then end (for cron)")

    def handle(self, *args, once, **options):
        if once:
            self._work_once()
        else:
            self._work()

    @staticmethod
    def _work_once():
        try:
            failed = run_due_jobs()
        except DatabaseError as error:
            raise CommandError(f"The database does not answer ({type(error).__name__}).") from None
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says where.")

    def _work(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        logger.info("The worker begins")
        pause = SECONDS_BETWEEN_ROUNDS
        while not self.is_stopping:
            try:
                close_old_connections()
                run_due_jobs(lambda: self.is_stopping)
                pause = SECONDS_BETWEEN_ROUNDS
            except DatabaseError as error:
                pause = min(pause * 2, MOST_SECONDS_WITHOUT_DATABASE)
                logger.error(
                    "The database does not answer (%s): the worker asks again in %s s", type(error).__name__, pause
                )
                connection.close()
            self._wait(pause)
        logger.info("The worker ends")

    def _stop(self, number, frame):
        self.is_stopping = True

    def _wait(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.is_stopping:
            time.sleep(0.2)
