"""Queries that people typed or would type lead to the right page, or to an answer about the clinic."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.html import soup

pytestmark = [pytest.mark.django_db, pytest.mark.sql]

QUERIES = yaml.safe_load(Path(__file__).with_name("queries.yaml").read_text())
LOOKED_AT = 3


def miss(client, query, pages=(), answer=None, never=None):
    """Return what is shown for the query if it is not what was expected, else ""."""
    page = soup(client.get("/search/", {"q": query}))
    found = [link["href"].strip("/") for link in page.select(".search-results__title")][:LOOKED_AT]
    answers = [shown["data-answer"] for shown in page.select("[data-answer]")]
    is_hit = not {*pages}.isdisjoint(found) or (answer is not None and answer in answers)
    if is_hit and never not in answers:
        return ""
    return f"“{query}” shows {', '.join([*answers, *found]) or 'nothing'}"


def test_queries_are_different():
    assert [query for query, count in Counter(one["query"] for one in QUERIES).items() if count > 1] == []
    assert len(QUERIES) > 100


@pytest.mark.slow
def test_typed_queries_find_a_page_or_an_answer(client):
    misses = list(filter(None, (miss(client, **one) for one in QUERIES)))
    if misses:
        pytest.fail(f"{len(misses)} of {len(QUERIES)} queries miss:\n" + "\n".join(misses), pytrace=False)
