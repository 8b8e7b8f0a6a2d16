"""The worker in separate processes: two at the same time, killed, stopped, and without a database."""

import signal
import subprocess
import sys
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from ioipm.settings.environment import BASE_DIR
from ioipm.worker.management.commands import work
from tests.ioipm.backup_site import Site as Database
from tests.services import MailServer, environment, free_port, manage

pytestmark = [pytest.mark.sql, pytest.mark.slow]

SEND_DUE = ["shell", "-v", "0", "-c", "from forms.outbox.delivery import send_due; send_due()"]
WORK_ONCE = ["work", "--once"]


class Site:
    """The site in other processes, with its own database and mail server."""

    def __init__(self, folder, database, mail_server):
        self.folder = folder
        self.variables = {**database, "DJANGO_SETTINGS_MODULE": "ioipm.settings.dev", "EMAIL_URL": mail_server.url}
        self.processes = []

    def run(self, *arguments):
        """Run `manage.py` and return what it printed."""
        result = manage(*arguments, tmp_path=self.folder, **self.variables)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def start(self, *arguments, **variables):
        """Begin `manage.py` and return the process."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR,
            env=environment(self.folder, **(self.variables | variables)),
            stderr=subprocess.PIPE,
            text=True,
        )
        self.processes.append(process)
        return process

    def queue(self, count):
        """Put so many mails into the outbox."""
        code = (
            "from django.core.mail import send_mail\n"
            f"for number in range({count}): send_mail(f'Mail {{number}}', '', 'a@clinic.example', ['pat@example.com'])"
        )
        self.run("shell", "-v", "0", "-c", code)

    def sql(self, statement):
        """Run a statement in the database, which is faster than in a process of the site; return the rows."""
        with Database(self.folder, self.variables.get("DATABASE_URL")).connect() as (execute, _tables):
            return execute(statement)

    def mails(self):
        """State and tries of every mail."""
        return self.sql("SELECT state, tries FROM site_forms_mail")


@pytest.fixture
def mail_server():
    """A mail server for other processes."""
    server = MailServer().start()
    yield server
    server.stop()


@pytest.fixture
def site(own_database, mail_server):
    """The site, with an empty outbox and a worker that has never run."""
    site = Site(*own_database, mail_server)
    site.sql("DELETE FROM site_forms_mail")
    site.sql("DELETE FROM worker_heartbeat")
    yield site
    for process in site.processes:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("command", [SEND_DUE, WORK_ONCE], ids=["send", "work"])
def test_two_workers_at_once_send_each_mail_once(site, mail_server, command):
    site.queue(12)
    mail_server.before_answer = lambda: time.sleep(0.1)
    for process in [site.start(*command), site.start(*command)]:
        _out, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    subjects = [mail["Subject"] for mail in mail_server.accepted]
    assert sorted(subjects) == sorted(f"Mail {number}" for number in range(12))


def test_mail_of_a_killed_worker_is_sent_again_with_the_same_id(site, mail_server):
    site.queue(1)
    worker = site.start("work")
    mail_server.before_answer = worker.kill
    worker.communicate(timeout=60)
    assert len(mail_server.accepted) == 1
    assert site.mails() == [("waiting", 1)]
    mail_server.before_answer = lambda: None
    site.sql("UPDATE site_forms_mail SET next_try_at = '2026-01-31 08:00:00'")
    site.run(*SEND_DUE)
    assert site.mails() == [("sent", 2)]
    first, second = mail_server.accepted
    assert first["Message-ID"] == second["Message-ID"]


def test_stopped_worker_finishes_the_current_mail(site, mail_server):
    site.queue(1)
    worker = site.start("work")

    def stop_then_answer():
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.5)

    mail_server.before_answer = stop_then_answer
    _out, errors = worker.communicate(timeout=60)
    assert worker.returncode == 0, errors
    assert "The worker ends" in errors
    assert site.mails() == [("sent", 1)]
    assert len(mail_server.accepted) == 1


def test_command_reports_the_health_of_the_jobs(site):
    result = manage("check_heartbeats", tmp_path=site.folder, **site.variables)
    assert result.returncode != 0
    assert "“send mails” has never run. Is the worker running (make work)?" in result.stderr
    site.run(*WORK_ONCE)
    assert "in time" in site.run("check_heartbeats")


def test_worker_waits_for_an_unavailable_database(site):
    away = f"postgres://user:password@127.0.0.1:{free_port()}/none"
    worker = site.start("work", DATABASE_URL=away)
    line = ""
    while "does not answer" not in line:
        line = worker.stderr.readline()
        assert line, "the worker has ended"
    assert "the worker tries again in" in line
    assert "password" not in line
    assert worker.poll() is None
    worker.terminate()
    worker.communicate(timeout=30)
    assert worker.returncode == 0


@pytest.mark.parametrize("command", [WORK_ONCE, ["check_heartbeats"]], ids=["work", "check"])
def test_command_reports_an_unavailable_database_in_one_line(site, command):
    away = f"postgres://user:password@127.0.0.1:{free_port()}/none"
    result = manage(*command, tmp_path=site.folder, **(site.variables | {"DATABASE_URL": away}))
    assert result.returncode != 0
    assert "The database does not answer" in result.stderr
    assert "Traceback" not in result.stderr


def test_worker_continues_when_the_database_is_available_again(monkeypatch):
    answers = [OperationalError("away"), OperationalError("away"), None]
    pauses = []
    command = work.Command()

    def run(is_stopping):
        if answer := answers.pop(0):
            raise answer

    def wait(seconds):
        pauses.append(seconds)
        command.is_stopping = not answers

    monkeypatch.setattr(work, "run_due_jobs", run)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    monkeypatch.setattr(work.signal, "signal", lambda *args: None)
    monkeypatch.setattr(work.connection, "close", lambda: None)
    monkeypatch.setattr(command, "_wait", wait)
    command._run_until_stopped()
    assert pauses == [4, 8, work.SECONDS_BETWEEN_ROUNDS]


def test_job_that_fails_makes_the_command_for_cron_fail(monkeypatch):
    monkeypatch.setattr(work, "run_due_jobs", lambda: ["send mails"])
    with pytest.raises(CommandError, match="Failed: send mails"):
        call_command("work", "--once")
