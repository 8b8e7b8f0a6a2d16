"""The site as production runs it, of which processes are killed at random."""

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
# On a slow machine nothing would ever be answered between two kills.
ANSWERS_BETWEEN, MOST_SECONDS_BETWEEN = 3, 20
ONE_OF_SO_MANY_IS_ALL = 6


class Server:
    """Gunicorn with several workers. `kills` counts the processes that were killed, `restarts` the whole servers."""

    def __init__(self, environment, log):
        self.port = free_port()
        self.kills = self.restarts = 0
        self._environment, self._log = environment, log
        self._master = None

    def start(self):
        """Start it and wait until it listens."""
        # Loaded before it is divided into workers: a new one serves at once, so that more can be killed at work.
        options = ["--config", "ioipm/gunicorn_conf.py", "--preload", "--no-control-socket", "--workers", str(WORKERS)]
        command = [sys.executable, "-m", "gunicorn", *options, "--bind", f"127.0.0.1:{self.port}", "ioipm.wsgi"]
        with self._log.open("ab") as log:
            self._master = subprocess.Popen(command, cwd=BASE_DIR, env=self._environment, stdout=log, stderr=log)
        wait_for(self.port, self._master, seconds=60)

    def kill_worker(self, choose):
        """Kill one worker, whatever it is doing."""
        if workers := _children(self._master.pid):
            self._kill(choose(workers))

    def kill_all(self):
        """Kill the server with all its workers, as when a machine stops, and start it again."""
        workers = _children(self._master.pid)
        for process in (self._master.pid, *workers):
            self._kill(process)
        self._master.wait()
        self.restarts += 1
        self.start()

    def stop(self):
        """End it."""
        self._master.terminate()
        self._master.wait(30)

    def _kill(self, process):
        with suppress(ProcessLookupError):
            kill(process, signal.SIGKILL)
            self.kills += 1


class Killer(Thread):
    """Kills processes of the server at random until it is told to stop. `answered` counts what patients got."""

    def __init__(self, server, seed, answered):
        super().__init__(daemon=True)
        self._answered = answered
        self._server, self._chance, self._stopped = server, random.Random(seed), Event()  # noqa: S311
        self.error = None

    def run(self):
        """Kill, wait, kill."""
        try:
            while not self._stopped.wait(self._chance.uniform(*SECONDS_BETWEEN)):
                self._wait_for_answers()
                if self._chance.randrange(ONE_OF_SO_MANY_IS_ALL):
                    self._server.kill_worker(self._chance.choice)
                else:
                    self._server.kill_all()
        except Exception as error:  # told by whoever waits for the run
            self.error = error

    def _wait_for_answers(self):
        enough, end = self._answered() + ANSWERS_BETWEEN, time.monotonic() + MOST_SECONDS_BETWEEN
        while self._answered() < enough and time.monotonic() < end and not self._stopped.is_set():
            time.sleep(self._chance.uniform(0, 0.2))

    def stop(self):
        """Kill no more; raises what went wrong with the server."""
        self._stopped.set()
        self.join(120)
        if self.error:
            raise self.error


def _children(process):
    """The processes that this one started; the kernel lists them."""
    file = Path(f"/proc/{process}/task/{process}/children")
    with suppress(OSError):
        return [int(child) for child in file.read_text().split()]
    time.sleep(0.1)
    return []
