"""Measure what readers notice while the production server is restarted."""

import http.client
import signal
import threading
import time

from tests.bench.servers import gunicorn
from tests.crash.patients import HOST

PAGE = "/conditions-we-treat/mid-back-pain/"
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https"}
READERS = 8
MOST_SECONDS_TO_START = 3.0
SECONDS_AFTER = 6


def read(port):
    """Return the seconds until a page is read over a new connection; None if the request fails."""
    begin = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", PAGE, headers=HEADERS)
        response = connection.getresponse()
        is_page = response.status == 200 and response.read().endswith(b"</html>\n")
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return time.monotonic() - begin if is_page else None


def measure_restart(folder, variables):
    """Start the server, restart it with SIGHUP while readers read; return a sentence and whether it is good."""
    begin = time.monotonic()
    with gunicorn("ioipm.wsgi", folder, **variables) as (port, process):
        read(port)
        first = time.monotonic() - begin
        times, is_over = [], threading.Event()

        def reader():
            while not is_over.is_set():
                times.append(read(port))
                time.sleep(0.02)

        threads = [threading.Thread(target=reader) for _number in range(READERS)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        process.send_signal(signal.SIGHUP)
        time.sleep(SECONDS_AFTER)
        is_over.set()
        for thread in threads:
            thread.join()
    longest = max((seconds for seconds in times if seconds is not None), default=0)
    text = (
        f"First answer {first:.1f} s after the start. During a restart with SIGHUP, {len(times)} requests by {READERS} "
        f"readers: {times.count(None)} failed, the longest took {longest:.1f} s."
    )
    return text, first <= MOST_SECONDS_TO_START and None not in times
