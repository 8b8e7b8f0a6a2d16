"""Settings of the production server. Its log holds no address, browser or query of a visitor."""

import multiprocessing
import time
from contextlib import suppress
from typing import Any

workers = multiprocessing.cpu_count() + 1
threads = 4
timeout = 30
max_requests = 2000
max_requests_jitter = 200
accesslog = "-"
access_log_format = "%(t)s INFO gunicorn.access %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"

# By default gunicorn takes SCRIPT_NAME, PATH_INFO and the scheme from headers that a peer on this machine sends, and a
# proxy passes such headers on from its clients. Django reads X-Forwarded-Proto itself (BEHIND_TLS_PROXY).
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
header_map = "drop"

SECONDS_TO_READ_ON = 10


def post_request(worker: Any, request: Any, environ: dict[str, Any], response: Any) -> None:
    """After a response with status 413, read and discard the rest of the request for up to `SECONDS_TO_READ_ON`.

    If the server closes a connection while the client is still sending, the client may lose the response (RFC 9112,
    section 9.6). Gunicorn itself reads 64 kB more.
    """
    if not response or response.status_code != 413:
        return
    connection, end = environ["gunicorn.socket"], time.monotonic() + SECONDS_TO_READ_ON
    with suppress(OSError):  # the client has closed the connection or sends nothing more
        while (left := end - time.monotonic()) > 0:
            connection.settimeout(left)
            if not request.body.read(65536):
                break
    connection.settimeout(None)
