"""Readers who request pages without a pause, and notice errors and what belongs to another reader."""

import gzip
import http.client
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle
from urllib.parse import quote

import brotli

from tests.crash.patients import HOST

SECONDS_TO_WAIT = 30
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https"}
DECODERS = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}
ENCODINGS = ("identity", "gzip", "br")
NAME = "Zqreader"  # is in no text of the site
SEARCH_EVERY = 10  # pages


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader got. `content` stands for status, target and body; a failed request has the status 0."""

    reader: int
    path: str
    begun: float  # of `time.monotonic`, as `ended`
    ended: float
    status: int
    content: str
    is_of_another: bool

    @property
    def is_error(self) -> bool:
        """Whether the request failed, or the server answered with an error of its own."""
        return self.status == 0 or self.status >= 500


class Reader(threading.Thread):
    """Requests the pages in turn until `stop`.

    Each second reader keeps its connection, as a browser does; the others open one for each request, so they get
    answers from all processes of the server. Every reader names itself in a cookie, a header and a parameter, and
    sometimes searches for its name.
    """

    def __init__(self, number: int, port: int, paths: Sequence[str], pause: float = 0.0) -> None:
        super().__init__(daemon=True)
        self.answers: list[Answer] = []
        self.paths = paths
        self._number, self._port, self._pause = number, port, pause
        self._name = f"{NAME}{number}x"
        self._keeps_connection = number % 2 == 0
        self._connection: http.client.HTTPConnection | None = None
        self._stopped = threading.Event()

    def run(self) -> None:
        for turn in cycle(range(SEARCH_EVERY * 60)):
            if self._stopped.is_set():
                break
            paths = self.paths
            if turn % SEARCH_EVERY == 0 and "/search/" in paths:
                self.read(f"/search/?q={quote(self._name)}")
            else:
                self.read(paths[(turn + self._number) % len(paths)])
            time.sleep(self._pause)
        self.close()

    def stop(self) -> None:
        """Stop after the request that is under way."""
        self._stopped.set()
        self.join(SECONDS_TO_WAIT)

    def read(self, path: str) -> Answer:
        """Request a page, keep the answer and return it."""
        begun = time.monotonic()
        try:
            status, target, body, is_personal = self._request(path)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            status, target, body, is_personal = 0, repr(error), b"", False
        if not self._keeps_connection:
            self.close()
        content = sha256(f"{status} {target} ".encode() + (b"" if is_personal else body)).hexdigest()
        own, names = self._name.encode(), body.count(NAME.encode())
        is_of_another = names > body.count(own) or (status == 200 and f"q={self._name}" in path and not names)
        answer = Answer(self._number, path, begun, time.monotonic(), status, content, is_of_another)
        self.answers.append(answer)
        return answer

    def _request(self, path: str) -> tuple[int, str, bytes, bool]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=SECONDS_TO_WAIT)
        separator = "&" if "?" in path else "?"
        headers = HEADERS | {
            "User-Agent": self._name,
            "Cookie": f"_ga={self._name}",
            "Accept-Encoding": ENCODINGS[self._number % 3],
        }
        self._connection.request("GET", f"{path}{separator}utm_source={self._name}", headers=headers)
        response = self._connection.getresponse()
        body = response.read()
        if response.will_close:
            self.close()
        target = response.headers.get("Location", "").replace(self._name, "")
        # A form for a password has another token in each response.
        is_personal = response.headers.get("Cache-Control", "").startswith("private")
        return response.status, target, DECODERS[response.headers.get("Content-Encoding")](body), is_personal

    def close(self) -> None:
        """Close the connection."""
        if self._connection:
            self._connection.close()
        self._connection = None


@contextmanager
def running_readers(count: int, port: int, paths: Sequence[str], pause: float = 0.0) -> Iterator[list[Reader]]:
    """Start the readers and yield them; stop them at the end of the block."""
    readers = [Reader(number, port, paths, pause) for number in range(count)]
    for reader in readers:
        reader.start()
    try:
        yield readers
    finally:
        for reader in readers:
            reader.stop()
