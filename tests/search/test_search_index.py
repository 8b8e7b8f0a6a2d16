"""After an update the search finds what it found before, without anybody's doing."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from wagtail.search.models import IndexEntry

from tests.html import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def before_update():
    """A site with pages and without an index, which has not had the last migration of the search yet."""
    IndexEntry.objects.all().delete()
    MigrationRecorder(connection).record_unapplied("search", "0001_keep_index_ready")


def finds_sciatica(client):
    return bool(soup(client.get("/search/?q=sciatica")).select(".search-results__title"))


# The tables are as they are to be, and SQLite changes none within a test's transaction: only the record is written.
def migrate():
    call_command("migrate", "--fake", verbosity=0, stdout=StringIO())


def test_pages_are_found_after_an_update_of_the_search(client, before_update):
    assert not finds_sciatica(client)
    migrate()
    assert finds_sciatica(client)


def test_index_is_not_written_again_while_the_search_is_the_same(before_update):
    migrate()
    IndexEntry.objects.all().delete()
    migrate()
    assert not IndexEntry.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no list of waiting words")
def test_no_words_wait_to_be_sorted_into_the_index():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", ["wagtailsearch_indexentry"])
        indexes = [definition for (definition,) in cursor.fetchall() if "USING gin" in definition]
    assert indexes
    assert [definition for definition in indexes if "fastupdate=off" not in definition.replace("'", "")] == []
