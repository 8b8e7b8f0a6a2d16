"""PostgreSQL and Redis of a measurement, which it can stop, freeze and start again, and the site that uses them."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.bench.slow_clients import prepare
from tests.crash.__main__ import environment
from tests.services import free_port, redis_command, wait_for

SECONDS_TO_START = 60
POSTGRESQL_OPTIONS = ("fsync=off", "max_connections=100", "listen_addresses=127.0.0.1")


class Service:
    """A server process. `freeze` lets it accept connections and answer nothing; `stop` refuses connections."""

    stop_signal = signal.SIGTERM

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start the server and return when it answers."""
        self._process = subprocess.Popen(
            self._command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._options()
        )
        wait_for(self.port, self._process, SECONDS_TO_START)
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop the server."""
        if self._process:
            self.thaw()
            self._process.send_signal(self.stop_signal)
            self._process.wait(SECONDS_TO_START)
            self._process = None

    def freeze(self) -> None:
        """Suspend all processes of the server."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let the processes of the server go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        pid = self._process.pid
        os.kill(pid, number)
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            os.kill(int(child), number)

    def _command(self) -> list[str]:
        raise NotImplementedError

    def _options(self) -> dict:
        return {}

    def _wait_until_ready(self) -> None:
        pass


class Redis(Service):
    """A Redis that saves nothing."""

    @property
    def url(self) -> str:
        """Return the value for the setting CACHE_URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def _command(self) -> list[str]:
        return redis_command(self.port)


class PostgreSQL(Service):
    """A PostgreSQL cluster in a folder, which is created if it does not exist. Root runs it as the user `postgres`."""

    stop_signal = signal.SIGINT  # ends the connections, and does not wait for the clients

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._data = folder / "data"
        self._sockets = folder
        if not self._data.exists():
            folder.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                shutil.chown(folder, "postgres")
            command = [self._program("initdb"), "-D", str(self._data), "-A", "trust", "-U", "postgres", "--no-sync"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self._options())

    @property
    def url(self) -> str:
        """Return the value for the setting DATABASE_URL."""
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def _command(self) -> list[str]:
        settings = [part for option in POSTGRESQL_OPTIONS for part in ("-c", option)]
        program = self._program("postgres")
        return [program, "-D", str(self._data), "-p", str(self.port), "-k", str(self._sockets), *settings]

    @staticmethod
    def _program(name: str) -> str:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        return str(found[-1]) if found else name

    def _options(self) -> dict:
        return {"user": "postgres", "extra_groups": [], "cwd": "/"} if os.geteuid() == 0 else {}

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
            else:
                return


@contextmanager
def site_with_services(kept: Path | None = None) -> Iterator[tuple[Path, dict[str, str], PostgreSQL, Redis]]:
    """Build the site on a PostgreSQL of its own; yield a folder, the environment variables, PostgreSQL and Redis.

    The variables name no cache. `kept` is a folder that keeps the site for the next time.
    """
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)  # noqa: S103 the user of PostgreSQL must reach its folder
        folder = Path(name)
        is_new = not (kept and kept.exists())
        postgresql, redis = PostgreSQL((kept or folder) / "postgresql"), Redis()
        try:
            postgresql.start()
            redis.start()
            variables = environment((kept or folder) / "var", postgresql.url)
            if is_new:
                prepare(variables)
            yield folder, variables, postgresql, redis
        finally:
            redis.stop()
            postgresql.stop()
