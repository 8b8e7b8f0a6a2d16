"""Settings of the production server. Its log holds no address, browser or query of a visitor."""

import gc
import multiprocessing
from typing import Any

worker_class = "ioipm.buffering_worker.BufferingWorker"
workers = multiprocessing.cpu_count() + 1
threads = 4
timeout = 30
graceful_timeout = 30
max_requests = 100_000
max_requests_jitter = 10_000
accesslog = "-"
access_log_format = "%(t)s INFO gunicorn.access %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"

# Gunicorn's own workers take SCRIPT_NAME, PATH_INFO and the scheme from headers that a peer on this machine sends, and
# a proxy passes such headers on from its clients. Our worker never does. These settings keep another worker class safe.
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
header_map = "drop"


def post_worker_init(worker: Any) -> None:
    """Leave what loading the site created out of garbage collection: these objects live as long as the process."""
    gc.freeze()
