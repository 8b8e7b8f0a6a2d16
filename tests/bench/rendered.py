"""Measure the processor time of pages that are rendered, as multiples of that of a constant view of Django.

    .venv/bin/python -m tests.bench.rendered [--site FOLDER] [--only condition]

The largest page of each type in each language is requested, and each other kind of public page. All requests avoid the
page cache. Two servers with one process each run at the same time, and the pages take turns in each round, so that
other work on the machine harms all of them alike. The limit is 22 (docs/performance.md).
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import requests

from ioipm.settings.environment import BASE_DIR
from tests.bench.load import PROXIED, UNCACHED, machine
from tests.bench.servers import gunicorn
from tests.bench.slow_clients import prepare, write
from tests.crash.__main__ import environment

REQUESTS = 4  # of a page in each round
OTHERS = ["/search/?q=pain", "/es/search/?q=dolor", "/search/", "/newsletter/", "/nothing-here/", "/es/nada/"]
OTHERS += ["/sitemap.xml", "/robots.txt"]
LARGEST = """
import django, json, sys; django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pages.languages import visible
from wagtail.models import Page
client, sizes = Client(headers=json.loads(sys.argv[1]), raise_request_exception=False), {}
for code in ("en", "es"):
    with translation.override(code):
        pages = [(page.specific_class.__name__, page.get_url()) for page in visible(Page.objects.filter(depth__gt=1))]
    for name, path in pages:
        sizes.setdefault((name, code), []).append((len(client.get(path).content), path))
largest = {path: f"{name}, {code}" for (name, code), found in sizes.items() for _size, path in [max(found)]}
queries = {}
for path in [*largest, *sys.argv[2:]]:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    queries[path] = (largest.get(path, ""), len(captured))
print(json.dumps(queries))
"""


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and its children, to the nanosecond; ended threads are left out."""
    tasks = list(Path(f"/proc/{pid}/task").iterdir())
    own = sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
    children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    return own + sum(map(cpu_seconds, children))


def measure(session, server, path, headers, count=REQUESTS):
    """Return the milliseconds of processor time that the server needs for the page."""
    port, process = server
    begin = cpu_seconds(process.pid)
    for _request in range(count):
        session.get(f"http://127.0.0.1:{port}{path}", headers=headers, timeout=60, allow_redirects=False)
    return (cpu_seconds(process.pid) - begin) * 1000 / count


def main():
    parser = argparse.ArgumentParser(prog="tests.bench.rendered", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--site", type=Path, help="a folder for the site's data, which is kept and used again")
    parser.add_argument("--only", default="", help="a part of the addresses that are measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        variables = environment(options.site or folder / "var", os.environ.get("DATABASE_URL", ""))
        if not (options.site and options.site.exists()):
            prepare(variables)
        command = [sys.executable, "-c", LARGEST, json.dumps(UNCACHED), *OTHERS]
        found = subprocess.run(command, cwd=BASE_DIR, env=variables, capture_output=True, text=True, check=True)
        pages = {
            path: cells for path, cells in json.loads(found.stdout.splitlines()[-1]).items() if options.only in path
        }
        (folder / "file.gz").write_bytes(gzip.compress(b"<p>A page of the usual size.</p>" * 2000))
        plain = {"PATH": variables["PATH"], "BODY": str(folder / "file.gz")}
        constant = stack.enter_context(gunicorn("tests.bench.constant_view", folder, processes=1, **plain))
        site = stack.enter_context(gunicorn("ioipm.wsgi", folder, processes=1, **variables))
        session = requests.Session()
        times = {path: [] for path in pages}
        for number in range(options.rounds + 1):
            for path in pages:
                # The constant view is measured just before each page, so that other work harms both alike.
                constant_time = measure(session, constant, "/", PROXIED, 8 * REQUESTS)
                own_time = measure(session, site, path, UNCACHED)
                if number:  # nothing is kept yet in the first round
                    times[path].append((own_time, own_time / constant_time, constant_time))
        lines = ["| | page | queries | CPU ms | × constant view |", "| --- | --- | --: | --: | --: |"]
        one = median(constant_time for rounds in times.values() for _own, _ratio, constant_time in rounds)
        lines.append(f"| constant view of Django | | 0 | {one:.2f} | 1.0 |")
        for path, (kind, queries) in pages.items():
            own, ratio, _constant = (median(column) for column in zip(*times[path], strict=True))
            lines.append(f"| {kind} | {path} | {queries} | {own:.1f} | {ratio:.1f} |")
        write("\n".join(lines) + f"\n\n{machine()}\n")


if __name__ == "__main__":
    main()
