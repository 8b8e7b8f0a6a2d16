"""`make bench`: measure the site, a constant view of Django and nginx under load, interleaved, and print one table.

The site runs as in production on a PostgreSQL of its own. All servers run at the same time, and each row is measured
in turn, several times, so that other work on the machine harms all rows alike. Compare the rows with each other, not
with those of another run. Needs `wrk`, `nginx` and `postgresql` (Debian packages of the same names). `--write` puts the
table into docs/performance.md. Exits with 1 if a target is missed.
"""

import argparse
import gzip
import json
import os
import platform
import re
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psycopg
import requests

from ioipm.settings.environment import BASE_DIR
from tests.bench.restart import measure_restart
from tests.bench.servers import PROCESSES, gunicorn, make_wagtail_project, nginx
from tests.bench.services import site_with_services
from tests.bench.slow_clients import write
from tests.crash.patients import HOST

CONNECTIONS = (1, 16, 64)
PAGES = {
    "home": "/",
    "conditions": "/conditions-we-treat/",
    "mid-back pain": "/conditions-we-treat/mid-back-pain/",
    "epidural injection": "/treatments-we-provide/epidural-injections/",
    "contact": "/contact-us/",
    "search": "/search/?q=pain",
    "not found": "/nothing-here/",
}
SAME_PAGE = PAGES["mid-back pain"]
CACHED = ("home", "conditions", "mid-back pain")
GROWN = {name: PAGES[name] for name in CACHED} | {"sitemap": "/sitemap.xml"}
NUMBERS_OF_CONDITIONS = (50, 1_000, 10_000)
PROXIED = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
# The page cache knows the host without a port only, so these requests are rendered.
UNCACHED = PROXIED | {"Host": f"{HOST}:443"}
REPORT = BASE_DIR / "docs" / "performance.md"
QUERIES = """
import django, json, sys; django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
client, counts = Client(headers=json.loads(sys.argv[1]), raise_request_exception=False), {}
for path in sys.argv[2:]:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    counts[path] = len(captured)
print(json.dumps(counts))
"""
ADD_PAGES = "from tests.bench.many_pages import add_pages; add_pages({number})"


@dataclass
class Row:
    """One line of the table: what is requested, and what was measured."""

    name: str
    port: int
    process: subprocess.Popen
    path: str
    headers: dict[str, str]
    queries: str = "0"
    connections: tuple[int, ...] = CONNECTIONS
    rates: dict[int, list[float]] = field(default_factory=dict)
    cpu: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    size: int = 0

    def measure(self, connections: int, seconds: float) -> None:
        """Request the page over and over, and keep the figures."""
        begin = cpu_seconds(self.process.pid)
        options = [f"-H{name}: {value}" for name, value in self.headers.items()]
        url = f"http://127.0.0.1:{self.port}{self.path}"
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *options, url]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        self.rates.setdefault(connections, []).append(float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]))
        wait_until_idle(self.process.pid)
        if connections == 1:
            count = int(re.search(r"(\d+) requests in", text)[1])
            self.cpu.append((cpu_seconds(self.process.pid) - begin) * 1000 / max(count, 1))
        if connections == 16:
            self.p50.append(milliseconds(text, "50%"))
            self.p99.append(milliseconds(text, "99%"))

    @property
    def rate(self) -> float:
        """The requests per second with 16 connections."""
        return median(self.rates[16])

    @property
    def cpu_time(self) -> float:
        """The milliseconds of processor time of a request."""
        return median(self.cpu)

    def read_size(self) -> None:
        """Request the page once, so that every process has loaded the site, and keep the size of its body."""
        with get(self.port, self.path, self.headers) as response:
            self.size = len(response.raw.read())

    def cells(self, constant: "Row") -> list[str]:
        """Return the cells of the table; `constant` is the row of the constant view."""
        rates = [f"{median(self.rates[one]):,.0f}" if one in self.rates else "" for one in CONNECTIONS]
        return [
            *(self.name, *rates, f"{self.rate / constant.rate:.2f}"),
            *(f"{self.cpu_time:.2f}", f"{self.cpu_time / constant.cpu_time:.1f}"),
            *(f"{median(self.p50):.1f}", f"{median(self.p99):.1f}", self.queries, f"{self.size:,}"),
        ]


def get(port, path, headers):
    """Return the response, without having read its body."""
    return requests.get(f"http://127.0.0.1:{port}{path}", headers=headers, stream=True, timeout=180)


def milliseconds(text, percentile):
    value, unit = re.search(rf"{percentile}\s+([\d.]+)(us|ms|s)\b", text).groups()
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def cpu_seconds(pid):
    """Return the processor time that a process and its children have used, those that have ended included."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK") + sum(map(cpu_seconds, children))


def wait_until_idle(pid):
    """Wait until a server has answered what was still queued when the clients left, for 30 seconds at most."""
    end, used = time.monotonic() + 30, -1.0
    while cpu_seconds(pid) > used and time.monotonic() < end:
        used = cpu_seconds(pid)
        time.sleep(0.2)


def rows_of(folder, variables, grown, stack):
    """Start the servers, and return the rows of the table, that of the constant view first.

    `grown` holds the environment variables of sites by their number of conditions.
    """
    site = stack.enter_context(gunicorn("ioipm.wsgi", folder, **variables))
    page = get(site[0], SAME_PAGE, PROXIED | {"Accept-Encoding": "identity"})
    (folder / "file.gz").write_bytes(gzip.compress(page.content))
    plain = {key: value for key, value in variables.items() if key == "PATH"}
    body = str(folder / "file.gz")
    constant = stack.enter_context(gunicorn("tests.bench.constant_view", folder, BODY=body, **plain))
    proxy = stack.enter_context(nginx(site[0], folder, page.headers))
    settings = "reference.settings.production"
    wagtail_variables = plain | {"DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(BASE_DIR)}
    project = make_wagtail_project(folder)
    wagtail = stack.enter_context(gunicorn("reference.wsgi", folder, cwd=project, **wagtail_variables))
    queries = count_queries(variables, PAGES.values(), UNCACHED)
    of_wagtail = count_queries(wagtail_variables, ["/"], PROXIED, project)
    etag = get(site[0], SAME_PAGE, PROXIED).headers["ETag"]
    rows = [
        Row("constant view of Django", *constant, "/", PROXIED),
        *(Row(f"{name}, cached", *site, PAGES[name], PROXIED) for name in CACHED),
        Row("mid-back pain, cached, 304", *site, SAME_PAGE, PROXIED | {"If-None-Match": etag}),
        Row("nginx: file compressed before", *proxy, "/file", PROXIED, "-"),
        Row("nginx: mid-back pain in its cache", *proxy, SAME_PAGE, PROXIED, "-"),
        *(Row(f"{name}, rendered", *site, path, UNCACHED, str(queries[path])) for name, path in PAGES.items()),
        Row("page of Wagtail's project template", *wagtail, "/", PROXIED, str(of_wagtail["/"])),
    ]
    for number, own in grown.items():
        server = stack.enter_context(gunicorn("ioipm.wsgi", folder, **own))
        queries = count_queries(own, GROWN.values(), UNCACHED)
        rows += [
            Row(f"{name}, {number:,} conditions", *server, path, UNCACHED, str(queries[path]), connections=(1, 16))
            for name, path in GROWN.items()
        ]
    return rows


def count_queries(variables, paths, headers, folder=BASE_DIR):
    """Return the number of database queries of the second request for each path."""
    command = [sys.executable, "-c", QUERIES, json.dumps(headers), *paths]
    counted = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=True)
    return json.loads(counted.stdout.splitlines()[-1])


def grow(variables, postgresql, number):
    """Copy the database and add conditions; return the environment variables of the site with so many conditions."""
    name = f"with_{number}"
    with psycopg.connect(postgresql.url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE postgres')
    own = variables | {"DATABASE_URL": postgresql.url.removesuffix("postgres") + name}
    command = [sys.executable, "-c", f"import django; django.setup(); {ADD_PAGES.format(number=number)}"]
    subprocess.run(command, cwd=BASE_DIR, env=own, check=True)
    return own


def measure_all(rows, rounds, seconds):
    """Measure every row in turn, with each number of connections, in each round."""
    for row in rows:
        for _process in range(3 * PROCESSES):
            row.read_size()
    for number in range(rounds):
        for connections in CONNECTIONS:
            for row in rows:
                if connections in row.connections:
                    row.measure(connections, seconds)
        write(f"round {number + 1} of {rounds} is done")


def table(rows):
    """Return the table as Markdown."""
    heads = ["", *(f"requests/s, {number} connections" for number in CONNECTIONS), "× constant view (16)"]
    heads += ["CPU ms (1)", "× constant view", "p50 ms (16)", "p99 ms (16)", "queries", "bytes"]
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *(row.cells(rows[0]) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine():
    """Return a line about the machine."""
    model = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    name = model[1] if model else platform.machine()
    return (
        f"{time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores, {name}, Python {platform.python_version()}; load {load}."
    )


def targets(rows):
    """Return a line for each target, which says whether it is met, and the number of those that are missed."""
    by_name = {row.name: row for row in rows}
    constant, cached = rows[0], by_name["mid-back pain, cached"]
    rendered = {row.name: row.cpu_time / constant.cpu_time for row in rows if row.name.endswith("rendered")}
    search = rendered.pop("search, rendered")
    # A sitemap lists all pages, up to 2,000 in one file, so it is kept in the cache, and its rendering may cost more.
    few = {name: by_name[f"{name}, {NUMBERS_OF_CONDITIONS[0]} conditions"].cpu_time for name in CACHED}
    worst = {
        number: max(by_name[f"{name}, {number:,} conditions"].cpu_time / few[name] for name in CACHED)
        for number in NUMBERS_OF_CONDITIONS[1:]
    }
    file, kept = by_name["nginx: file compressed before"], by_name["nginx: mid-back pain in its cache"]
    found = [
        ("cached page: requests of the constant view", cached.rate / constant.rate, ">=", 0.85),
        ("304: requests of the cached page", by_name["mid-back pain, cached, 304"].rate / cached.rate, ">=", 1.0),
        ("nginx's cache: requests of its file", kept.rate / file.rate, ">=", 0.9),
        ("rendered page: times the constant view", max(rendered.values()), "<=", 22),
        ("search: times the constant view", search, "<=", 27),
        ("1,000 conditions: times 50 conditions", worst[1_000], "<=", 1.1),
        ("10,000 conditions: times 50 conditions", worst[10_000], "<=", 2.0),
    ]
    is_met = [value >= limit if sign == ">=" else value <= limit for _name, value, sign, limit in found]
    lines = [
        f"- {name}: {value:.2f} ({'at least' if sign == '>=' else 'at most'} {limit}){'' if met else ': missed'}"
        for (name, value, sign, limit), met in zip(found, is_met, strict=True)
    ]
    return "\n".join(lines), is_met.count(False)


def main():
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--site", type=Path, help="a folder for the site's data, which is kept and used again")
    parser.add_argument("--write", action="store_true", help=f"write the table into {REPORT.relative_to(BASE_DIR)}")
    options = parser.parse_args()
    with site_with_services(options.site) as (folder, variables, postgresql, _redis):
        grown = {number: grow(variables, postgresql, number) for number in NUMBERS_OF_CONDITIONS}
        write("the servers start")
        with ExitStack() as stack:
            rows = rows_of(folder, variables, grown, stack)
            measure_all(rows, options.rounds, options.seconds)
        lines, missed = targets(rows)
        text = f"{table(rows)}\n\n{lines}\n\n{machine()}"
        write(f"\n{text}\n")
        restart, is_good = measure_restart(folder, variables)
        write(restart if is_good else f"{restart} Missed.")
    if options.write:
        before, mark, _old = REPORT.read_text().partition("<!-- make bench -->\n")
        REPORT.write_text(f"{before}{mark}\n{text}\n\n{restart}\n")
    return int(missed > 0 or not is_good)


if __name__ == "__main__":
    sys.exit(main())
