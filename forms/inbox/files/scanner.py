"""Asks ClamAV whether a file holds a virus."""

import logging
import socket
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register
from django.utils import timezone

from forms.inbox.files.store import open_quarantined
from forms.inbox.models import Attachment

logger = logging.getLogger(__name__)

Verdict = Attachment.Verdict

SECONDS_WHILE_VISITOR_WAITS = 2  # for all files of one message
SECONDS_IN_BACKGROUND = 60  # for each file
CHUNK = 256 * 1024


class NoAnswerError(Exception):
    """The scanner is away, too slow, or could not say."""


@register()
def check_address(app_configs, **options):
    """Name a CLAMAV_URL that leads nowhere when the site starts, not when the first patient sends a file."""
    try:
        _address()
    except ValueError as error:
        return [Error(str(error), id="site_forms.E001")]
    return []


def scan(content, seconds):
    """Return the verdict: without a scanner `NOT_SCANNED`, without an answer in this many seconds `WAITING`."""
    if not settings.CLAMAV_URL:
        return Verdict.NOT_SCANNED
    try:
        return _ask(content, time.monotonic() + seconds)
    except (NoAnswerError, OSError, ValueError) as error:
        logger.warning("No verdict from the virus scanner: %s", type(error).__name__)
        return Verdict.WAITING


def scan_waiting():
    """Scan again what has no verdict yet, and what was kept before there was a scanner.

    Return how many files got a verdict and how many still wait. A file in which a virus is found stays where it is,
    marked, and nobody can open it. Where the scanner was taken out of the settings, what waited is “not scanned”.
    """
    undecided = Attachment.objects.filter(verdict=Verdict.WAITING)
    if not settings.CLAMAV_URL:
        return undecided.update(verdict=Verdict.NOT_SCANNED, scanned_at=timezone.now()), 0
    undecided |= Attachment.objects.filter(verdict=Verdict.NOT_SCANNED)
    decided = waiting = 0
    for pk in list(undecided.values_list("pk", flat=True)):
        verdict = _scan_kept(pk)
        decided += verdict is not Verdict.WAITING
        waiting += verdict is Verdict.WAITING
    return decided, waiting


def _scan_kept(pk):
    attachment = Attachment.objects.filter(pk=pk).first()
    if not attachment:  # deleted meanwhile
        return None
    try:
        content = open_quarantined(attachment)
    except Exception:  # a lost or changed file must not keep the others waiting; `check_files` names it
        logger.exception("A file that waits for the virus scanner cannot be opened (%s)", attachment)
        return Verdict.WAITING
    verdict = scan(content, SECONDS_IN_BACKGROUND)
    if verdict is not Verdict.WAITING:
        Attachment.objects.filter(pk=pk).update(verdict=verdict, scanned_at=timezone.now())
    if verdict is Verdict.INFECTED:
        logger.warning("A virus was found in a file that is kept (%s); nobody can open it", attachment)
    return verdict


def _address():
    url = urlsplit(settings.CLAMAV_URL)
    if not settings.CLAMAV_URL or (url.scheme == "unix" and url.path):
        return url.path
    if url.scheme == "tcp" and url.hostname and url.port:
        return url.hostname, url.port
    raise ValueError("CLAMAV_URL is neither tcp://host:port nor unix:/path/to/clamd.ctl.")


def _ask(content, deadline):
    """Speak clamd's INSTREAM: the length of each chunk in four bytes, then the chunk; a length of 0 ends it."""
    with _connect(deadline) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            connection.settimeout(_left(deadline))
            connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
        connection.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0"):
            connection.settimeout(_left(deadline))
            part = connection.recv(4096)
            if not part:
                break
            answer += part
    if answer == b"stream: OK\0":
        return Verdict.CLEAN
    if answer.endswith(b" FOUND\0"):
        return Verdict.INFECTED
    raise NoAnswerError  # such as “INSTREAM size limit exceeded. ERROR”


def _connect(deadline):
    address = _address()
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=_left(deadline))
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(_left(deadline))
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _left(deadline):
    left = deadline - time.monotonic()
    if left <= 0:
        raise NoAnswerError
    return left
