"""How the production server runs. Its log names no visitor: no address, no browser, no query."""

import multiprocessing

workers = multiprocessing.cpu_count() + 1
threads = 4
timeout = 30
max_requests = 2000
max_requests_jitter = 200
accesslog = "-"
access_log_format = "%(t)s INFO gunicorn.access %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
