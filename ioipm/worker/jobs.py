"""Collect the jobs that apps declare, run those that are due, and report those that do not run."""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import import_string

from ioipm.worker.models import Heartbeat

logger = logging.getLogger(__name__)

# A daily job that failed is tried again after this time, not on the next day.
RETRY_INTERVAL = datetime.timedelta(minutes=10)
# A job that has not succeeded for this many intervals is overdue.
OVERDUE_INTERVALS = 3


@dataclass(frozen=True)
class Job:
    """A function that the worker runs again whenever the interval has passed.

    `function` is a dotted path. `consequence` says, for the person who runs the site, what is wrong while the job does
    not run.
    """

    name: str
    interval: datetime.timedelta
    function: str
    consequence: str

    def is_due(self, heartbeat: Heartbeat, now: datetime.datetime) -> bool:
        """Return whether the job should be started now."""
        interval = min(self.interval, RETRY_INTERVAL) if heartbeat.is_failing else self.interval
        return heartbeat.started_at is None or heartbeat.started_at <= now - interval


@dataclass(frozen=True)
class Problem:
    """A job that fails or does not run, and when it last succeeded (None: never)."""

    job: Job
    description: str
    since: datetime.datetime | None

    def __str__(self) -> str:
        return f"“{self.job.name}” {self.description} {self.job.consequence}"


def all_jobs() -> list[Job]:
    """Return the jobs that the installed apps declare, in the order of `INSTALLED_APPS`."""
    return [Job(**declared) for config in apps.get_app_configs() for declared in getattr(config, "jobs", [])]


def run_due_jobs(is_stopping: Callable[[], bool] = lambda: False) -> list[str]:
    """Run each job that is due once, and return the names of those that failed.

    Raises `DatabaseError` if the database does not answer. Any other error in a job is logged and recorded in its
    heartbeat, and the other jobs still run.
    """
    heartbeats = Heartbeat.objects.in_bulk()
    failed = []
    for job in all_jobs():
        if is_stopping():
            break
        heartbeat = heartbeats.get(job.name) or Heartbeat.objects.get_or_create(job=job.name)[0]
        if job.is_due(heartbeat, timezone.now()) and _start(heartbeat) and not _run(job):
            failed.append(job.name)
    return failed


def _start(heartbeat: Heartbeat) -> bool:
    """Record that the job starts. Return False if another worker has started it since the heartbeat was read."""
    unchanged = Heartbeat.objects.filter(job=heartbeat.job, started_at=heartbeat.started_at)
    return bool(unchanged.update(started_at=timezone.now()))


def _run(job: Job) -> bool:
    heartbeat = Heartbeat.objects.filter(job=job.name)
    try:
        import_string(job.function)()
    except Exception as error:  # a job that fails must stop neither the other jobs nor the worker
        logger.exception("The job “%s” failed", job.name)
        heartbeat.update(failed_at=timezone.now(), failure=type(error).__name__)
        return False
    heartbeat.update(succeeded_at=timezone.now())
    return True


def overdue_jobs() -> list[Problem]:
    """Return a `Problem` for each job that fails or has not succeeded for three intervals."""
    heartbeats = Heartbeat.objects.in_bulk()
    described = ((job, _describe_problem(job, heartbeats.get(job.name))) for job in all_jobs())
    return [Problem(job, text, _last_success(heartbeats.get(job.name))) for job, text in described if text]


def _last_success(heartbeat: Heartbeat | None) -> datetime.datetime | None:
    return heartbeat.succeeded_at if heartbeat else None


def _describe_problem(job: Job, heartbeat: Heartbeat | None) -> str:
    """Return what is wrong with the job, or ""."""
    if heartbeat and heartbeat.failed_at and heartbeat.is_failing:
        return f"failed at {_format(heartbeat.failed_at)} ({heartbeat.failure}). The log has the details."
    if not heartbeat or not heartbeat.succeeded_at:
        return "has never run. Is the worker running (make work)?"
    if heartbeat.succeeded_at < timezone.now() - OVERDUE_INTERVALS * job.interval:
        return f"last ran at {_format(heartbeat.succeeded_at)}. Is the worker running (make work)?"
    return ""


def _format(moment: datetime.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
