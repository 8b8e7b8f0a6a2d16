"""`make freshness`: act as staff while eight readers read without a pause, and print who got an old page for how long.

The site runs as in production on a PostgreSQL of its own: first on two processes that share their pages through Redis,
then on one process without Redis. The staff act in another process than those that serve the pages. Then 200 readers
come at once after a change, and the renderings of each page are counted; last, odd requests are sent, and the next
reader's pages are compared. Exits with 1 if a reader gets an old page later than a second after the change, or gets an
error or anything of another reader, or if a page is rendered twice.
"""

import argparse
import json
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ioipm.settings.environment import BASE_DIR
from tests.bench.readers import HEADERS, NAME, Answer, Reader, running_readers
from tests.bench.servers import gunicorn
from tests.bench.services import site_with_services
from tests.bench.slow_clients import write
from tests.ioipm.odd_requests import ODD_HEADERS, ODD_METHODS, ODD_QUERIES

READERS = 8
PAUSE = 0.02  # seconds between two requests of a reader, for the readers share the processors with the servers
MOST_SECONDS = 1.0
SECONDS_TO_SETTLE = 1.6  # after a change
SECONDS_OF_NEW = 1.5  # after which every answer must be the new one
ANSWERS_TO_WAIT_FOR = 4  # of each page, before and after an action
MOST_SECONDS_TO_WAIT = 60
PAGES = (
    "/",
    "/conditions-we-treat/",
    "/conditions-we-treat/mid-back-pain/",
    "/treatments-we-provide/trigger-point-injections/",
    "/locations/russellville/",
    "/search/",
)
CROWD = 200
CROWD_PAGES = PAGES[:4]


class Staff:
    """The process that acts as staff."""

    def __init__(self, variables: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.bench.staff"]
        self._process = subprocess.Popen(
            command, cwd=BASE_DIR, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.actions: dict[str, str] = json.loads(self._process.stdout.readline())

    def do(self, name: str) -> tuple[float, float]:
        """Return when the action began and when it was done."""
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        begun, done = json.loads(self._process.stdout.readline())
        return begun, done

    def leave(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.wait(30)


@dataclass
class Seen:
    """What the readers saw of one action; times are seconds after it was done."""

    pages: int  # that have changed
    last_old: float  # when the last old page was requested; 0 if all old pages were requested before
    last_reader: float  # when the last reader first got the new page, which must have been rendered meanwhile
    old_after_new: int  # old answers that were requested when another reader already had the new page
    late: int  # other answers than the new page that were requested later than `MOST_SECONDS`
    errors: int
    strangers: int
    answers: int

    @property
    def is_good(self) -> bool:
        """Whether nobody saw what nobody should see."""
        return self.pages > 0 and not (self.late or self.errors or self.strangers)


def what_they_saw(answers: list[Answer], begun: float, done: float) -> Seen:
    """Return what the readers saw of an action. The new page is what the last answer contains."""
    by_page = defaultdict(list)
    for answer in answers:
        if NAME not in answer.path:
            by_page[answer.path].append(answer)
    changed, last_old, last, after_new, late = 0, 0.0, 0.0, 0, 0
    for of_page in by_page.values():
        new = max(of_page, key=lambda one: one.begun).content
        late += sum(one.begun > done + MOST_SECONDS and one.content != new for one in of_page)
        if any(one.ended < begun and one.content != new for one in of_page):
            changed += 1
            last_old = max(last_old, *(one.begun - done for one in of_page if one.content != new))
            first: dict[int, float] = {}
            for one in of_page:
                if one.content == new:
                    first[one.reader] = min(first.get(one.reader, one.ended), one.ended)
            last = max(last, max(first.values()) - done)
            after_new += sum(one.begun > min(first.values()) and one.content != new for one in of_page)
    errors = sum(one.is_error for one in answers)
    return Seen(
        changed, last_old, last, after_new, late, errors, sum(one.is_of_another for one in answers), len(answers)
    )


def watch(readers: list[Reader], staff: Staff, name: str) -> Seen:
    """Let staff do something and return what the readers saw of it."""
    staff.do("restore")
    paths = tuple(dict.fromkeys((*PAGES, staff.actions[name])))
    for reader in readers:
        reader.paths = paths
    time.sleep(SECONDS_TO_SETTLE)
    for reader in readers:
        reader.answers = []
    wait_for_answers(readers, paths, time.monotonic())
    begun, done = staff.do(name)
    time.sleep(SECONDS_OF_NEW)
    wait_for_answers(readers, paths, done + SECONDS_OF_NEW)
    return what_they_saw(answers_of(readers), begun, done)


def answers_of(readers: list[Reader]) -> list[Answer]:
    """Return what the readers have got so far."""
    return [answer for reader in readers for answer in list(reader.answers)]


def wait_for_answers(readers: list[Reader], paths: tuple[str, ...], since: float) -> None:
    """Wait until each page was requested and answered several times after `since`."""
    end, counts = time.monotonic() + MOST_SECONDS_TO_WAIT, Counter()
    while min(counts[path] for path in paths) < ANSWERS_TO_WAIT_FOR and time.monotonic() < end:
        time.sleep(0.2)
        counts = Counter(one.path for one in answers_of(readers) if one.begun > since)


def watch_all(port: int, staff: Staff, names: list[str]) -> int:
    """Print a line for each action; return how many were not good."""
    heads = ("pages", "last old", "last reader", "old after new", "late", "errors", "others")
    write(f"{'action':<45}" + "".join(f"{head:>14}" for head in heads))
    failed = 0
    with running_readers(READERS, port, PAGES, PAUSE) as readers:
        for name in names:
            seen = watch(readers, staff, name)
            failed += not seen.is_good
            figures = (seen.pages, f"{seen.last_old:.2f} s", f"{seen.last_reader:.2f} s", seen.old_after_new, seen.late)
            line = "".join(f"{figure:>14}" for figure in (*figures, seen.errors, seen.strangers))
            write(f"{name:<45}{line}{'' if seen.is_good else '  !'}")
    return failed


@contextmanager
def counted_site(folder: Path, processes: int, **variables: str) -> Iterator[tuple[int, Path]]:
    """Serve the site; yield its port, and the file to which it writes process and path of each rendering."""
    log = folder / f"rendered-{processes}.log"
    log.touch()
    with gunicorn("tests.bench.counted_site", folder, processes=processes, RENDERED=str(log), **variables) as (
        port,
        _process,
    ):
        for _request in range(4 * processes):
            Reader(1, port, ()).read(PAGES[0])
        yield port, log


def crowd(port: int, log: Path, staff: Staff) -> int:
    """Let 200 readers come at once after a change; print how often each page was rendered, and return the failures."""
    staff.do("restore")
    time.sleep(SECONDS_TO_SETTLE)
    already = len(log.read_text().splitlines())
    readers = start_readers_once(port)
    answers = [answer for reader in readers for answer in reader.answers]
    rendered = Counter(line.split()[1] for line in log.read_text().splitlines()[already:])
    by_process = Counter(log.read_text().splitlines()[already:])
    contents = {path: len({one.content for one in answers if one.path == path}) for path in CROWD_PAGES}
    errors = sum(one.is_error or one.is_of_another for one in answers)
    longest = max(one.ended - one.begun for one in answers)
    write(
        f"{len(answers)} readers at once after a change: {len(CROWD_PAGES)} pages, "
        f"rendered {min(rendered.values())} to {max(rendered.values())} times each, "
        f"{max(by_process.values())} in one process at most; {errors} errors; the longest answer took {longest:.2f} s"
    )
    is_good = not errors and len(answers) == CROWD and max(by_process.values()) == 1 and set(contents.values()) == {1}
    return int(not is_good)


def start_readers_once(port: int) -> list[Reader]:
    """Return so many readers after each of them has read one page, all at the same time."""
    readers = [_Once(number, port, CROWD_PAGES) for number in range(CROWD)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return readers


class _Once(Reader):
    def run(self) -> None:
        self.read(self.paths[self._number % len(self.paths)])
        self.close()


def odd_requests(port: int) -> int:
    """Send odd requests to each page; print and return how many of them changed what the next reader got."""
    requests = [
        *(("GET", "", headers) for headers in ODD_HEADERS),
        *(("GET", query, {}) for query in ODD_QUERIES),
        *((method, "", {}) for method in ODD_METHODS),
    ]
    reader = Reader(0, port, ())
    pages = (PAGES[0], PAGES[2], PAGES[5])
    expected = {path: reader.read(path).content for path in pages}
    changed = 0
    for method, query, headers in requests:
        for path in pages:
            send_odd(port, method, f"{path}?{query}" if query else path, headers)
        changed += {path: reader.read(path).content for path in pages} != expected
    reader.close()
    write(f"{len(requests)} odd requests to {len(pages)} pages: {changed} changed what the next reader got")
    return changed


def send_odd(port: int, method: str, target: str, headers: dict[str, str]) -> None:
    """Send a request byte by byte as it is given, and read the response."""
    head = {name.lower(): value for name, value in HEADERS.items()} | headers
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "connection: close"]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        connection.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            while connection.recv(65_536):
                pass


def check(folder: Path, staff: Staff, names: list[str], processes: int, **variables: str) -> int:
    """Do everything with so many processes; return the number of failures."""
    with counted_site(folder, processes, **variables) as (port, log):
        failed = watch_all(port, staff, names)
        failed += crowd(port, log, staff)
        staff.do("restore")
        time.sleep(SECONDS_TO_SETTLE)
        return failed + odd_requests(port)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make freshness", description=__doc__.splitlines()[0])
    parser.add_argument("--actions", help="the names of some actions, separated by commas")
    parser.add_argument("--site", type=Path, help="a folder for the site's data, which is kept and used again")
    options = parser.parse_args()
    failed = 0
    with site_with_services(options.site) as (folder, variables, _postgresql, redis):
        shared = variables | {"CACHE_URL": redis.url}
        for title, processes, own in (
            ("two processes with Redis", 2, shared),
            ("one process without Redis", 1, variables),
        ):
            write(f"\n{title}")
            staff = Staff(own)
            try:
                names = options.actions.split(",") if options.actions else list(staff.actions)
                failed += check(folder, staff, names, processes, **own)
                staff.do("restore")
            finally:
                staff.leave()
    write(f"\n{failed} failures" if failed else "\nEverybody gets the new page in time.")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
