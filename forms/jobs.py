"""What the worker does again and again, and how one sees that it does.

Whoever has something to be done regularly adds a line to `JOBS`. A job may be run twice at once, or be killed at any
point: its function must not mind.
"""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from forms.files import discard_unclaimed
from forms.files.scanner import scan_waiting
from forms.models.heartbeat import Heartbeat
from forms.outbox.delivery import delete_old, send_due
from forms.retention import purge

logger = logging.getLogger(__name__)

# A job that failed and is done once a day is not left until tomorrow.
LONGEST_PAUSE_AFTER_A_FAILURE = datetime.timedelta(minutes=10)
# As many intervals without success are too many.
TOLERANCE = 3


@dataclass(frozen=True)
class Job:
    """Something the worker does each time the interval has passed; `without_it` is what is wrong while it does not."""

    name: str
    every: datetime.timedelta
    function: Callable
    without_it: str

    def is_due(self, beat, now):
        """Whether it is time, by what is remembered of it."""
        pause = min(self.every, LONGEST_PAUSE_AFTER_A_FAILURE) if beat.is_failing else self.every
        return beat.started_at is None or beat.started_at <= now - pause


@dataclass(frozen=True)
class Trouble:
    """A job that fails or stands still, and since when (None: always). As text it is for whoever runs the site."""

    job: Job
    what: str
    since: datetime.datetime | None

    def __str__(self):
        return f"“{self.job.name}” {self.what} {self.job.without_it}"


JOBS = [
    Job(
        "scan files",
        datetime.timedelta(minutes=2),
        scan_waiting,
        "Files that patients send are not checked for viruses, and nobody can open them.",
    ),
    Job(
        "discard files without a message",
        datetime.timedelta(hours=1),
        discard_unclaimed,
        "Files of people who never sent their message are kept.",
    ),
    Job(
        "send mails",
        datetime.timedelta(seconds=20),
        send_due,
        "No mail goes out: nobody is told of new messages, patients get no confirmation, no password can be reset.",
    ),
    Job(
        "delete sent mails",
        datetime.timedelta(days=1),
        delete_old,
        "Addresses of patients are kept for longer than a week.",
    ),
    Job(
        "delete old messages",
        datetime.timedelta(days=1),
        purge,
        "Messages are kept for longer than patients were told.",
    ),
]


def run_due_jobs(is_stopping=lambda: False):
    """Run each job whose time has come, once; return the names of those that failed.

    Raises `DatabaseError` where the database does not answer. What else goes wrong in a job is logged, noted in its
    heartbeat, and holds up no other.
    """
    beats = Heartbeat.objects.in_bulk()
    failed = []
    for job in JOBS:
        if is_stopping():
            break
        beat = beats.get(job.name) or Heartbeat.objects.get_or_create(job=job.name)[0]
        if job.is_due(beat, timezone.now()) and _is_ours(beat) and not _run(job):
            failed.append(job.name)
    return failed


def _is_ours(beat):
    """Begin the job, unless another worker has since its heartbeat was read."""
    as_seen = Heartbeat.objects.filter(job=beat.job, started_at=beat.started_at)
    return bool(as_seen.update(started_at=timezone.now()))


def _run(job):
    beat = Heartbeat.objects.filter(job=job.name)
    try:
        job.function()
    except Exception as error:  # one job must not stop the others, nor the worker
        logger.exception("The job “%s” failed", job.name)
        beat.update(failed_at=timezone.now(), failure=type(error).__name__)
        return False
    beat.update(succeeded_at=timezone.now())
    return True


def overdue_jobs():
    """Return a `Trouble` for each job that fails, or has not succeeded for three intervals; [] if all is well."""
    beats = Heartbeat.objects.in_bulk()
    problems = ((job, _problem(job, beats.get(job.name))) for job in JOBS)
    return [Trouble(job, what, _last_done(beats.get(job.name))) for job, what in problems if what]


def _last_done(beat):
    return beat.succeeded_at if beat else None


def _problem(job, beat):
    if beat and beat.is_failing:
        return f"failed at {_time(beat.failed_at)} ({beat.failure}): the log says where."
    if not beat or not beat.succeeded_at:
        return "has never been done: is the worker running (make work)?"
    if beat.succeeded_at < timezone.now() - TOLERANCE * job.every:
        return f"was last done at {_time(beat.succeeded_at)}: is the worker running (make work)?"
    return ""


def _time(moment):
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
