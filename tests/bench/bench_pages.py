"""Measure how fast pages are, and whether that depends on the number of pages: `make bench`.

Prints, for each page, its median time in this process with 15 conditions and with 1,000, and the ratio of the two.
The times depend on the machine, so compare the ratios.
"""

from statistics import median
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.ioipm.test_queries import ADDRESSES, add_conditions

ROUNDS = 30


def milliseconds(client, address):
    """Return the median time of a response."""
    times = []
    for _round in range(ROUNDS):
        begin = perf_counter()
        client.get(address)
        times.append((perf_counter() - begin) * 1000)
    return median(times)


def test_pages_with_15_and_with_1000_conditions(client):
    few = {address: milliseconds(client, address) for address in ADDRESSES}
    add_conditions(1000)
    many = {address: milliseconds(client, address) for address in ADDRESSES}
    print(f"\n{'page':<52} {'queries':>7} {'15':>9} {'1,000':>9} {'ratio':>6}")  # noqa: T201
    for address in ADDRESSES:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        times = f"{few[address]:6.1f} ms {many[address]:6.1f} ms {many[address] / few[address]:6.1f}"
        print(f"{address:<52} {len(captured):>7} {times}")  # noqa: T201
