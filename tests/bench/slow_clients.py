"""`make slow-clients`: measure how long a normal reader waits while 200 clients are slow, and print the figures.

Each kind of slow client is opened 200 times on a server that serves the site with the production settings:

- `uploads` announce a megabyte and send ten bytes a second
- `heads` send half of the header section, then ten bytes a second
- `readers` request a large file and read ten bytes a second

Meanwhile a normal reader opens a page every 0.2 s on a new connection. Exits with 1 if the site's own server ("site")
makes the reader wait for more than a second. `--servers all` compares it with other servers, as far as these are
installed: gthread (the site's server until decision 0027), gevent, asgi, uvicorn, granian and waitress.
"""

import argparse
import http.client
import os
import resource
import socket
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from threading import Event, Thread

from ioipm.settings.environment import BASE_DIR
from tests.crash.__main__ import environment
from tests.crash.patients import HOST
from tests.services import free_port, wait_for

CLIENTS = 200
SECONDS = 12
PATIENCE = 10  # seconds after which the normal reader gives up
MOST_SECONDS = 1.0
PAGE = "/conditions-we-treat/neck-pain/"
LARGE_FILE = "/static/wagtailadmin/js/core.js"
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.5"}
KINDS = ("uploads", "heads", "readers")

GUNICORN = ["-m", "gunicorn", "--no-control-socket", "--bind", "127.0.0.1:{port}"]
WORKERS = ["--workers", "3", "--log-level", "warning"]
ASGI = "django.core.asgi:get_asgi_application()"
SERVERS = {
    "site": ("gunicorn", [*GUNICORN, "--config", "ioipm/gunicorn_conf.py", "ioipm.wsgi"]),
    "gthread": ("gunicorn", [*GUNICORN, *WORKERS, "--worker-class", "gthread", "--threads", "4", "ioipm.wsgi"]),
    "gthread-200": ("gunicorn", [*GUNICORN, *WORKERS, "--worker-class", "gthread", "--threads", "200", "ioipm.wsgi"]),
    "gevent": ("gevent", [*GUNICORN, *WORKERS, "--worker-class", "gevent", "ioipm.wsgi"]),
    "asgi": ("gunicorn", [*GUNICORN, *WORKERS, "--worker-class", "asgi", ASGI]),
    "uvicorn": ("uvicorn_worker", [*GUNICORN, *WORKERS, "--worker-class", "uvicorn_worker.UvicornWorker", ASGI]),
    "granian": (
        "granian",
        [
            *["-m", "granian", "--interface", "wsgi", "--workers", "3", "--blocking-threads", "4"],
            *["--log-level", "warning", "--host", "127.0.0.1", "--port", "{port}", "ioipm.wsgi:application"],
        ],
    ),
    "waitress": (
        "waitress",
        [
            *["-m", "waitress", "--listen", "127.0.0.1:{port}", "--threads", "12", "--connection-limit", "1000"],
            *["--asyncore-use-poll", "--no-clear-untrusted-proxy-headers", "ioipm.wsgi:application"],
        ],
    ),
}


@contextmanager
def running(command, variables, log):
    """Run a server; yield its port and its process."""
    port = free_port()
    arguments = [sys.executable, *(part.format(port=port) for part in command)]
    with log.open("ab") as output:
        process = subprocess.Popen(arguments, cwd=BASE_DIR, env=variables, stdout=output, stderr=output)
        try:
            wait_for(port, process, 60)
            for _round in range(9):  # each process of the server loads the site with its first request
                read_page(port, 60)
            yield port, process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()


def read_page(port, timeout=PATIENCE):
    """Return the seconds until the page is read, or None if there is no page in time."""
    begin = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", PAGE, headers=HEADERS)
        response = connection.getresponse()
        is_page = response.read().endswith(b"</html>\n") and response.status == 200
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return time.monotonic() - begin if is_page else None


def head(method, address, **more):
    """Return the header section of a request, without its last line."""
    lines = [f"{method} {address} HTTP/1.1", *(f"{name}: {value}" for name, value in (HEADERS | more).items())]
    return ("\r\n".join(lines) + "\r\n").encode()


class SlowClients(Thread):
    """So many slow clients of one kind, until `stop`."""

    def __init__(self, port, kind, count):
        super().__init__(daemon=True)
        self._kind, self._stopped = kind, Event()
        self.connections = []
        for _number in range(count):
            connection = socket.socket()
            if kind == "readers":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.settimeout(5)
            connection.connect(("127.0.0.1", port))
            connection.sendall(self._first())
            connection.setblocking(False)
            self.connections.append(connection)

    def _first(self):
        if self._kind == "uploads":
            kind = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": "1000000"}
            return head("POST", "/contact-us/", Origin=f"https://{HOST}", **kind) + b"\r\n--x\r\n"
        if self._kind == "heads":
            return head("GET", PAGE)
        return head("GET", LARGE_FILE) + b"\r\n"

    def run(self):
        while not self._stopped.wait(1):
            for connection in self.connections:
                with suppress(OSError):  # the server has closed the connection
                    if self._kind == "uploads":
                        connection.send(b"Test text\n")
                    elif self._kind == "heads":
                        connection.send(b"X-Test: 1\n")
                    else:
                        connection.recv(10)

    def stop(self):
        self._stopped.set()
        self.join(5)
        for connection in self.connections:
            # Reset the connection, so that the server answers none of the requests that ended early.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()


def times_of_reader(port, seconds):
    """Return the waiting times of a normal reader who opens a page every 0.2 s; None for a page that did not come."""
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        times.append(read_page(port))
        time.sleep(0.2)
    return times


def pages_per_second(port, seconds=5, readers=8):
    """Return how many pages the server returns to eight readers at the same time."""
    counts, end = [0] * readers, time.monotonic() + seconds

    def read(number):
        while time.monotonic() < end:
            counts[number] += read_page(port) is not None

    threads = [Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def megabytes(process):
    """Return the resident memory of a process and its children."""
    listing = subprocess.run(["ps", "-eo", "pid,ppid,rss"], capture_output=True, text=True, check=True)
    rows = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()[1:]]
    members = {process.pid}
    for _depth in range(3):
        members |= {pid for pid, parent, _kilobytes in rows if parent in members}
    return sum(kilobytes for pid, _parent, kilobytes in rows if pid in members) / 1024


def write(line):
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201 it is what this command is for


def measure(name, variables, folder, count, seconds):
    """Print the figures of a server; return the longest waiting time, infinite if a page did not come."""
    module, command = SERVERS[name]
    if not find_spec(module):
        write(f"{name:<12} {module} is not installed")
        return 0
    longest = 0
    with running(command, variables, folder / f"{name}.log") as (port, process):
        speed, memory = pages_per_second(port), megabytes(process)
        write(f"{name:<12} {speed:6.1f} pages/s, {memory:5.0f} MB")
    for kind in KINDS:
        with running(command, variables, folder / f"{name}.log") as (port, process):
            slow = SlowClients(port, kind, count)
            slow.start()
            try:
                time.sleep(1)
                times = times_of_reader(port, seconds)
                memory = megabytes(process)
            finally:
                slow.stop()
        answered = [one for one in times if one is not None]
        missing = len(times) - len(answered)
        figures = f"median {median(answered):5.2f} s, longest {max(answered):5.2f} s" if answered else "no page"
        write(f"{name:<12} {count} slow {kind:<8} {figures}, {missing} of {len(times)} pages missing, {memory:.0f} MB")
        longest = max([longest, *answered, *([float("inf")] if missing else [])])
    return longest


def prepare(variables):
    """Build the site that is served."""
    for command in (["prepare", "--port", "1"], ["collectstatic", "--no-input", "--verbosity", "0"]):
        command = [sys.executable, "manage.py", *command]
        subprocess.run(command, cwd=BASE_DIR, env=variables, check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(prog="make slow-clients", description=__doc__.splitlines()[0])
    parser.add_argument("--servers", default="site", help=f"all, or some of {','.join(SERVERS)}")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--site", type=Path, help="a folder for the site's data, which is kept and used again")
    options = parser.parse_args()
    names = list(SERVERS) if options.servers == "all" else options.servers.split(",")
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        variables = environment(options.site or folder / "var", os.environ.get("DATABASE_URL", ""))
        if not (options.site and options.site.exists()):
            prepare(variables)
        longest = {name: measure(name, variables, folder, options.clients, options.seconds) for name in names}
    return int(longest.get("site", 0) > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
