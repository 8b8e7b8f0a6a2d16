"""A page costs the same with 300 conditions as with 15: as many queries, as many objects, and nearly the same HTML."""

from collections import Counter

import pytest
from django.db.models.signals import post_init
from wagtail.models import Page

from pages.models import ConditionPage
from tests.html import soup
from tests.ioipm.test_queries import ADDRESSES, add_conditions, first_queries, queries

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MOST_OBJECTS = 150  # that the first view of a page reads, however many pages the site has


@pytest.fixture
def made():
    """Count the pages that Django makes of rows of the database."""
    counts = Counter()

    def count(sender, **kwargs):
        counts["pages"] += issubclass(sender, Page)

    post_init.connect(count)
    yield counts
    post_init.disconnect(count)


def costs(client, made):
    """Return the queries of a first and of a later view of each page, and the pages read by the later one."""
    found = {}
    for address in ADDRESSES:
        first, before = len(first_queries(client, address)), made["pages"]
        found[address] = (first, len(queries(client, address)), made["pages"] - before)
    return found


def test_page_costs_the_same_with_300_conditions(client, made):
    few = costs(client, made)
    add_conditions(300)
    assert ConditionPage.objects.live().count() == 300
    many = costs(client, made)
    index = "/conditions-we-treat/"
    (_, *few_of_index), (_, *many_of_index) = few.pop(index), many.pop(index)
    assert many_of_index == few_of_index  # its first view reads each body area by itself
    assert many == few


def test_page_reads_and_shows_a_bounded_number_of_pages(client, made):
    add_conditions(300)
    for address in ("/", "/conditions-we-treat/", "/conditions-we-treat/condition-284/"):
        made.clear()
        page = soup(client.get(address))
        assert made["pages"] < MOST_OBJECTS, address
        assert len(page.select("a")) < MOST_OBJECTS + 50, address
