"""Measure the search with 10,000 pages: `make bench`.

Prints, for each query, the median time of the whole response in this process with the seeded pages and with 10,000
more, the ratio of the two, and the ratio to the time of a page without a search. Set `DATABASE_URL` to measure
PostgreSQL. The times depend on the machine; on PostgreSQL a response should take less than 50 ms.
"""

from itertools import cycle
from os import cpu_count, getloadavg
from statistics import median
from time import perf_counter
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from pages.models import ConditionIndexPage, ConditionPage
from search.indexing import rebuild_index

pytestmark = pytest.mark.django_db

PAGES = 10_000
ROUNDS = 30
CHUNK = 500
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
PLACES = ("Knee", "Hip", "Neck", "Shoulder", "Elbow", "Wrist", "Ankle", "Foot", "Jaw", "Rib")
KINDS = ("Pain", "Strain", "Neuralgia", "Arthritis", "Bursitis", "Neuropathy", "Sprain")


def add_pages():
    """Add conditions with different names and the texts of the seeded ones, and rebuild the search index."""
    parent = ConditionIndexPage.objects.get(locale__language_code="en")
    sources = list(ConditionPage.objects.child_of(parent))
    pages = [_condition(parent, source, number) for source, number in zip(cycle(sources), range(PAGES))]
    fields = [field.attname for field in Page._meta.concrete_fields if field.name != "id"]
    bases = [Page(**{name: getattr(page, name) for name in fields}) for page in pages]
    for base, page in zip(Page.objects.bulk_create(bases, batch_size=CHUNK), pages, strict=True):
        page.pk = page.page_ptr_id = page.id = base.pk
        page.save_base(raw=True, force_insert=True)
    begin = perf_counter()
    rebuild_index()
    print(f"\n{PAGES + len(sources)} pages indexed in {perf_counter() - begin:.0f} s")  # noqa: T201
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _condition(parent, source, number):
    place, kind = PLACES[number % len(PLACES)], KINDS[number % len(KINDS)]
    return ConditionPage(
        title=f"{place} {kind} {number}",
        draft_title=f"{place} {kind} {number}",
        slug=f"condition-{number}",
        url_path=f"{parent.url_path}condition-{number}/",
        path=ConditionPage._get_path(parent.path, parent.depth + 1, parent.numchild + number + 1),
        depth=parent.depth + 1,
        content_type=source.content_type,
        locale=parent.locale,
        translation_key=uuid4(),
        body_areas=["neck"],
        introduction=source.introduction,
        other_names=f"{kind} of the {place.lower()}, form {number}\nSore {place.lower()} {number}",
        body=source.body,
    )


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
    add_pages()
    many = measure(client)
    load = ", ".join(f"{number:.1f}" for number in getloadavg())
    print(f"\n{database}; load {load} on {cpu_count()} cores")  # noqa: T201
    print(f"{'':<44} {'queries':>7} {'seeded':>9} {'10,000':>9} {'ratio':>6} {'to frame':>8}")  # noqa: T201
    frame = many["an empty form"][0]
    for name, (time, queries) in many.items():
        times = f"{few[name][0]:6.1f} ms {time:6.1f} ms {time / few[name][0]:6.1f} {time / frame:8.1f}"
        print(f"{name:<44} {queries:>7} {times}")  # noqa: T201
