"""Measure the search with 10,000 pages: `make bench-data`.

Prints, for each query, the median time of the whole response in this process with the seeded pages and with 10,000
conditions, the ratio of the two, and the ratio to the time of a page without a search. Set `DATABASE_URL` to measure
PostgreSQL. The times depend on the machine; on PostgreSQL a response should take less than 50 ms.
"""

from os import cpu_count, getloadavg
from statistics import median
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.indexing import rebuild_index
from tests.bench.many_pages import add_pages

pytestmark = pytest.mark.django_db

PAGES = 10_000
ROUNDS = 30
QUERIES = {
    "named exactly": "Sciatica",
    "two words": "slipped disc",
    "a word on every page": "pain",
    "two words on most pages": "nerve pain",
    "in the text only": "blood thinner",
    "misspelled": "migrane",
    "some of the words": "sciatica zebra",
    "nothing": "xyzzyx",
}


def add_indexed_pages():
    """Add pages, and rebuild the search index."""
    add_pages(PAGES)
    begin = perf_counter()
    rebuild_index()
    print(f"\n{PAGES} pages indexed in {perf_counter() - begin:.0f} s")  # noqa: T201
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def milliseconds(client, address, data=None):
    """Return the median time of a response, and its number of database queries."""
    times = []
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, data).status_code == 200
    queries = len(captured)
    for _round in range(ROUNDS):
        begin = perf_counter()
        client.get(address, data)
        times.append((perf_counter() - begin) * 1000)
    return median(times), queries


def measure(client):
    """Return time and number of queries of each response by the name of the request."""
    requests = {f"{kind}: {words}": ("/search/", words) for kind, words in QUERIES.items()}
    requests |= {f"suggestions: {words}": ("/search/suggestions/", words) for words in ("sciat", "pa", "knee a")}
    return {
        "an empty form": milliseconds(client, "/search/"),
        **{name: milliseconds(client, address, {"q": words}) for name, (address, words) in requests.items()},
    }


@pytest.mark.parametrize("database", [connection.vendor])
def test_search_among_10000_pages(client, database):
    few = measure(client)
    add_indexed_pages()
    many = measure(client)
    load = ", ".join(f"{number:.1f}" for number in getloadavg())
    print(f"\n{database}; load {load} on {cpu_count()} cores")  # noqa: T201
    print(f"{'':<44} {'queries':>7} {'seeded':>9} {'10,000':>9} {'ratio':>6} {'to frame':>8}")  # noqa: T201
    frame = many["an empty form"][0]
    for name, (time, queries) in many.items():
        times = f"{few[name][0]:6.1f} ms {time:6.1f} ms {time / few[name][0]:6.1f} {time / frame:8.1f}"
        print(f"{name:<44} {queries:>7} {times}")  # noqa: T201
