"""Run Gunicorn with the production settings, and kill its processes at random."""

import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from os import kill
from pathlib import Path
from threading import Event, Thread

from ioipm.settings.environment import BASE_DIR
from tests.services import free_port, wait_for

WORKERS = 4
SECONDS_BETWEEN = (0.3, 3)
# Wait for some responses between two kills: on a slow machine there would be none otherwise.
ANSWERS_BETWEEN, MOST_SECONDS_BETWEEN = 3, 20
KILLS_PER_RESTART = 6


class Server:
    """Gunicorn with several workers. `kills` counts killed processes, `restarts` restarts of the whole server."""

    def __init__(self, environment, log):
        self.port = free_port()
        self.kills = self.restarts = 0
        self._environment, self._log = environment, log
        self._master = None

    def start(self):
        """Start the server and wait until it listens."""
        # Preloaded, so that a new worker serves requests at once and more workers are killed during a request.
        options = ["--config", "ioipm/gunicorn_conf.py", "--preload", "--no-control-socket", "--workers", str(WORKERS)]
        command = [sys.executable, "-m", "gunicorn", *options, "--bind", f"127.0.0.1:{self.port}", "ioipm.wsgi"]
        with self._log.open("ab") as log:
            self._master = subprocess.Popen(command, cwd=BASE_DIR, env=self._environment, stdout=log, stderr=log)
        wait_for(self.port, self._master, seconds=60)

    def kill_worker(self, choose):
        """Kill the worker that `choose` returns from the list of workers."""
        if workers := _children(self._master.pid):
            self._kill(choose(workers))

    def kill_all(self):
        """Kill the server with all its workers, as if the machine had stopped, and start it again."""
        workers = _children(self._master.pid)
        for process in (self._master.pid, *workers):
            self._kill(process)
        self._master.wait()
        self.restarts += 1
        self.start()

    def stop(self):
        """Stop the server."""
        self._master.terminate()
        self._master.wait(30)

    def _kill(self, process):
        with suppress(ProcessLookupError):
            kill(process, signal.SIGKILL)
            self.kills += 1


class Killer(Thread):
    """Kills processes of the server at random until `stop`. `answered` returns the number of responses so far."""

    def __init__(self, server, seed, answered):
        super().__init__(daemon=True)
        self._answered = answered
        self._server, self._chance, self._stopped = server, random.Random(seed), Event()  # noqa: S311
        self.error = None

    def run(self):
        """Kill one worker or the whole server again and again, with pauses."""
        try:
            while not self._stopped.wait(self._chance.uniform(*SECONDS_BETWEEN)):
                self._wait_for_answers()
                if self._chance.randrange(KILLS_PER_RESTART):
                    self._server.kill_worker(self._chance.choice)
                else:
                    self._server.kill_all()
        except Exception as error:  # raised by `stop`, in the main thread
            self.error = error

    def _wait_for_answers(self):
        enough, end = self._answered() + ANSWERS_BETWEEN, time.monotonic() + MOST_SECONDS_BETWEEN
        while self._answered() < enough and time.monotonic() < end and not self._stopped.is_set():
            time.sleep(self._chance.uniform(0, 0.2))

    def stop(self):
        """Stop killing; raise the error with which the thread ended, if there was one."""
        self._stopped.set()
        self.join(120)
        if self.error:
            raise self.error


def _children(process):
    """Return the ids of the child processes, which Linux lists in `/proc`."""
    file = Path(f"/proc/{process}/task/{process}/children")
    with suppress(OSError):
        return [int(child) for child in file.read_text().split()]
    time.sleep(0.1)
    return []
