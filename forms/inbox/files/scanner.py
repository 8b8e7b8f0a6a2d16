"""Scan files for viruses with ClamAV."""

import logging
import socket
import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils import timezone

from forms.inbox.files.store import open_quarantined
from forms.inbox.models import Attachment

logger = logging.getLogger(__name__)

Verdict = Attachment.Verdict

SECONDS_WHILE_VISITOR_WAITS = 2  # for all files of one message
SECONDS_IN_BACKGROUND = 60  # for each file
CHUNK_SIZE = 256 * 1024  # bytes


class NoAnswerError(Exception):
    """The scanner does not answer, is too slow, or reports an error instead of a verdict."""


@register()
def check_address(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Report a wrong `CLAMAV_URL` when the site starts, not when the first patient sends a file."""
    try:
        _address()
    except ValueError as error:
        return [Error(str(error), id="site_forms.E001")]
    return []


def scan(content: bytes, seconds: float) -> Attachment.Verdict:
    """Return the verdict. `NOT_SCANNED`: no scanner is configured. `WAITING`: no answer within this many seconds."""
    if not settings.CLAMAV_URL:
        return Verdict.NOT_SCANNED
    try:
        return _request_verdict(content, time.monotonic() + seconds)
    except (NoAnswerError, OSError, ValueError) as error:
        logger.warning("No verdict from the virus scanner: %s", type(error).__name__)
        return Verdict.WAITING


def scan_waiting() -> tuple[int, int]:
    """Scan files that have no verdict yet, and files that were stored before a scanner was configured.

    Return how many files got a verdict and how many still wait. An infected file is marked and stays stored, and
    nobody can open it. If no scanner is configured any more, the waiting files are marked as not scanned.
    """
    undecided = Attachment.objects.filter(verdict=Verdict.WAITING)
    if not settings.CLAMAV_URL:
        return undecided.update(verdict=Verdict.NOT_SCANNED, scanned_at=timezone.now()), 0
    undecided |= Attachment.objects.filter(verdict=Verdict.NOT_SCANNED)
    decided = waiting = 0
    for pk in list(undecided.values_list("pk", flat=True)):
        verdict = _scan_stored(pk)
        decided += verdict is not Verdict.WAITING
        waiting += verdict is Verdict.WAITING
    return decided, waiting


def _scan_stored(pk: int) -> Attachment.Verdict | None:
    """Scan a stored file, save the verdict and return it. Return None if the file was deleted meanwhile."""
    attachment = Attachment.objects.filter(pk=pk).first()
    if not attachment:
        return None
    try:
        content = open_quarantined(attachment)
    except Exception:  # a missing or changed file must not stop the others; `check_files` reports it
        logger.exception("A file that waits for the virus scanner cannot be opened (%s)", attachment)
        return Verdict.WAITING
    verdict = scan(content, SECONDS_IN_BACKGROUND)
    if verdict is not Verdict.WAITING:
        Attachment.objects.filter(pk=pk).update(verdict=verdict, scanned_at=timezone.now())
    if verdict is Verdict.INFECTED:
        logger.warning("A stored file is infected (%s). Nobody can open it.", attachment)
    return verdict


def _address() -> str | tuple[str, int]:
    """Return the path of the scanner's socket, or its host and port. Raises `ValueError`."""
    url = urlsplit(settings.CLAMAV_URL)
    if not settings.CLAMAV_URL or (url.scheme == "unix" and url.path):
        return url.path
    if url.scheme == "tcp" and url.hostname and url.port:
        return url.hostname, url.port
    raise ValueError("CLAMAV_URL is neither tcp://host:port nor unix:/path/to/clamd.ctl.")


def _request_verdict(content: bytes, deadline: float) -> Attachment.Verdict:
    """Send the content with clamd's command INSTREAM and return the verdict.

    Each chunk follows its length in four bytes. A length of 0 ends the content. `deadline` is a time of
    `time.monotonic`. Raises `NoAnswerError`, `OSError` or `ValueError`.
    """
    with _connect(deadline) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK_SIZE):
            chunk = content[start : start + CHUNK_SIZE]
            connection.settimeout(_seconds_left(deadline))
            connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
        connection.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0"):
            connection.settimeout(_seconds_left(deadline))
            received = connection.recv(4096)
            if not received:
                break
            answer += received
    if answer == b"stream: OK\0":
        return Verdict.CLEAN
    if answer.endswith(b" FOUND\0"):
        return Verdict.INFECTED
    raise NoAnswerError  # for example “INSTREAM size limit exceeded. ERROR”


def _connect(deadline: float) -> socket.socket:
    address = _address()
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=_seconds_left(deadline))
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(_seconds_left(deadline))
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _seconds_left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise NoAnswerError
    return left
