"""How the production server runs. Its log names no visitor: no address, no browser, no query."""

import multiprocessing
import time
from contextlib import suppress

workers = multiprocessing.cpu_count() + 1
threads = 4
timeout = 30
max_requests = 2000
max_requests_jitter = 200
accesslog = "-"
access_log_format = "%(t)s INFO gunicorn.access %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"

SECONDS_TO_READ_ON = 10


def post_request(worker, request, environ, response):
    """After the answer “too much”, read on for a while and throw away what comes.

    A connection closed on somebody who is still sending loses the answer on its way to them (RFC 9112, 9.6); gunicorn
    itself reads 64 kB more.
    """
    if not response or response.status_code != 413:
        return
    connection, end = environ["gunicorn.socket"], time.monotonic() + SECONDS_TO_READ_ON
    with suppress(OSError):  # they are gone, or silent
        while (left := end - time.monotonic()) > 0:
            connection.settimeout(left)
            if not request.body.read(65536):
                break
    connection.settimeout(None)
