"""The state of each job of the worker is recorded, and jobs that fail or hang are reported."""

import datetime

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string

from ioipm.worker import jobs
from ioipm.worker.models import Heartbeat

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

HOUR = datetime.timedelta(hours=1)


class Work:
    """A job that counts how often it ran, and raises `error` if it is set."""

    def __init__(self):
        self.done = 0
        self.error = None

    def __call__(self):
        self.done += 1
        if self.error:
            raise self.error


@pytest.fixture
def declare(monkeypatch):
    """Return a function that declares an hourly job on the forms app; the jobs of all apps are hidden."""
    functions, declared = {}, []
    for config in apps.get_app_configs():
        monkeypatch.setattr(config, "jobs", declared if config.label == "site_forms" else [], raising=False)
    monkeypatch.setattr(jobs, "import_string", functions.__getitem__)

    def declare(name, function, consequence):
        functions[name] = function
        declared.append({"name": name, "interval": HOUR, "function": name, "consequence": consequence})

    return declare


@pytest.fixture
def work(declare):
    """The only job; it runs every hour."""
    work = Work()
    declare("sweep", work, "It is dirty.")
    return work


def problems():
    try:
        call_command("check_heartbeats")
    except CommandError as error:
        return str(error)
    return ""


def test_job_that_never_ran_is_reported(work):
    assert "“sweep” has never run. Is the worker running (make work)? It is dirty." in problems()


def test_nothing_is_reported_after_the_job_ran(work):
    jobs.run_due_jobs()
    assert problems() == ""


@pytest.mark.parametrize(("hours", "is_well"), [(2, True), (2.9, True), (3.1, False), (100, False)])
def test_job_may_be_late_by_no_more_than_three_intervals(work, clock, hours, is_well):
    jobs.run_due_jobs()
    clock.move(hours=hours)
    assert (problems() == "") == is_well


def test_hanging_job_is_reported(work, clock):
    jobs.run_due_jobs()
    clock.move(hours=4)
    Heartbeat.objects.update(started_at=clock.now())
    assert "last ran at" in problems()


def test_failed_job_is_reported_at_once_with_the_type_of_error_only(work):
    work.error = ValueError("pat@example.com")
    assert jobs.run_due_jobs() == ["sweep"]
    assert "“sweep” failed at" in problems()
    assert "ValueError" in problems()
    assert "example.com" not in problems()
    assert "example.com" not in str(Heartbeat.objects.values())


def test_failed_job_runs_again_before_its_interval_has_passed(work, clock):
    work.error = ValueError()
    jobs.run_due_jobs()
    work.error = None
    clock.move(minutes=9)
    jobs.run_due_jobs()
    assert work.done == 1
    clock.move(minutes=2)
    jobs.run_due_jobs()
    assert (work.done, problems()) == (2, "")


def test_job_runs_when_its_interval_has_passed(work, clock):
    jobs.run_due_jobs()
    clock.move(minutes=59)
    jobs.run_due_jobs()
    assert work.done == 1
    clock.move(minutes=2)
    jobs.run_due_jobs()
    assert work.done == 2


def test_failed_job_does_not_stop_other_jobs(work, declare):
    other = Work()
    declare("dust", other, "It is dusty.")
    work.error = ValueError()
    assert jobs.run_due_jobs() == ["sweep"]
    assert other.done == 1


def test_job_that_another_worker_has_started_is_skipped(work, monkeypatch):
    read = Heartbeat.objects.in_bulk

    def read_then_lose(*args):
        beats = read(*args) or {"sweep": Heartbeat.objects.create(job="sweep")}
        Heartbeat.objects.update(started_at="2026-01-01T00:00Z")
        return beats

    monkeypatch.setattr(Heartbeat.objects, "in_bulk", read_then_lose)
    jobs.run_due_jobs()
    assert work.done == 0


def test_every_job_has_a_sentence_about_its_failure():
    names = [job.name for job in jobs.all_jobs()]
    assert {"send mails", "scan files", "delete old messages"} <= set(names)
    assert len(names) == len(set(names))
    assert all(job.consequence.endswith(".") and job.interval for job in jobs.all_jobs())


def test_every_job_names_a_function_that_exists():
    assert all(callable(import_string(job.function)) for job in jobs.all_jobs())


def test_health_check_of_the_site_ignores_failed_jobs(client, work):
    work.error = ValueError()
    jobs.run_due_jobs()
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("group", ["Marketing", "Front desk"])
def test_all_staff_are_warned_of_a_job_that_does_not_run(work, log_in, group):
    client = log_in(group)
    page = client.get("/admin/").content.decode()
    assert "It is dirty." in page
    assert ("Look under Messages" in page) == (group == "Front desk")
    jobs.run_due_jobs()
    assert "It is dirty." not in client.get("/admin/").content.decode()
