"""Tests of the version of the site: which changes increment it, when, and what it costs."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from pages import site_version
from pages.models import Passage, SiteVersion
from pages.site_version import current_version, increment_version, shows
from pages.unseen_models import UNSEEN_COLUMNS, UNSEEN_MODELS

pytestmark = pytest.mark.sql

MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
OF_SQLITE = {"wagtailsearch.SQLiteFTSIndexEntry"}

STATEMENTS = (
    'INSERT INTO "{}" ("a") VALUES (%s)',
    'INSERT OR IGNORE INTO "{}" ("a") VALUES (%s)',
    'UPDATE "{}" SET "a" = %s WHERE "id" = %s',
    "UPDATE {} SET a = %s",
    'DELETE FROM "{}" WHERE "id" IN (%s)',
)


def test_each_model_counts_or_is_listed_as_unseen():
    for label, model in MODELS.items():
        for statement in STATEMENTS:
            assert shows(statement.format(model._meta.db_table)) == (label not in UNSEEN_MODELS)


def test_only_models_and_columns_that_exist_are_listed():
    assert MODELS.keys() | OF_SQLITE >= UNSEEN_MODELS
    for label, columns in UNSEEN_COLUMNS.items():
        assert columns <= {field.column for field in MODELS[label]._meta.concrete_fields}


def test_reading_and_schema_changes_do_not_count():
    for statement in ('SELECT "id" FROM "pages_passage"', 'ALTER TABLE "pages_passage" ADD', "SAVEPOINT s1", ""):
        assert not shows(statement)


@pytest.mark.django_db
def test_public_pages_read_no_unseen_model(client):
    unseen = UNSEEN_MODELS - {"pages.SiteVersion", "contenttypes.ContentType"}
    with CaptureQueriesContext(connection) as captured:
        for address in ("/", "/conditions-we-treat/mid-back-pain/", "/locations/", "/contact-us/", "/search/?q=pain"):
            assert client.get(address).status_code == 200
    text = " ".join(query["sql"] for query in captured)
    tables = {label: MODELS[label]._meta.db_table for label in unseen & MODELS.keys()}
    assert not [label for label, table in tables.items() if f'"{table}"' in text]


@pytest.mark.django_db
def test_change_is_seen_at_once_in_its_transaction_and_counts_once_on_commit(django_capture_on_commit_callbacks):
    versions = [current_version()]
    with django_capture_on_commit_callbacks(execute=True):
        for name in ("One", "Two"):
            Passage.objects.create(name=name)
            versions.append(current_version())
    versions.append(current_version())
    assert len(set(versions)) == 4
    with CaptureQueriesContext(connection) as captured, django_capture_on_commit_callbacks(execute=True):
        Passage.objects.update(name="Three")
        Passage.objects.update(name="Four")
    assert sum("siteversion" in query["sql"] for query in captured) == 1


@pytest.mark.django_db
def test_change_in_a_savepoint_that_is_rolled_back_does_not_increment(django_capture_on_commit_callbacks):
    increment_version()
    before = current_version()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        Passage.objects.create(name="One")
        transaction.set_rollback(True)
    assert SiteVersion.objects.get().number == before


@pytest.mark.django_db
def test_draft_a_lock_and_a_session_do_not_increment(mid_back_pain, editor, django_capture_on_commit_callbacks):
    before = current_version()
    with django_capture_on_commit_callbacks(execute=True):
        mid_back_pain.title = "A draft"
        mid_back_pain.save_revision(user=editor)
        Page.objects.filter(pk=mid_back_pain.pk).update(locked=True, locked_by=editor)
        Session.objects.create(session_key="k", session_data="d", expire_date=timezone.now())
    assert current_version() == before


@pytest.mark.django_db
def test_number_grows_and_is_not_read_for_each_request(monkeypatch):
    increment_version()
    first = current_version()
    with CaptureQueriesContext(connection) as captured:
        assert {current_version() for _ in range(50)} == {first}
    assert not captured
    increment_version()
    assert current_version() > first
    SiteVersion.objects.update(number=current_version() + 7)  # as another process would
    monkeypatch.setattr(site_version, "SECONDS_UNTIL_READ", -1.0)
    assert current_version() >= first + 7


@pytest.mark.django_db
def test_reading_in_a_transaction_keeps_its_connection():
    increment_version()
    assert current_version() > 0
    assert not connection.closed_in_transaction
    assert Page.objects.exists()


@pytest.mark.django_db
def test_last_known_number_is_used_while_the_database_is_away(monkeypatch):
    increment_version()
    number = current_version()

    def fail():
        raise DatabaseError("away")

    monkeypatch.setattr(site_version, "SECONDS_UNTIL_READ", -1.0)
    monkeypatch.setattr(site_version, "_read_number", fail)
    assert current_version() == number


@contextmanager
def slow_database(known, number):
    """Let the database answer with this number only after the end of the context; yields what reads the number."""
    begun, may_end = Event(), Event()

    def read():
        begun.set()
        may_end.wait()
        return number

    with ThreadPoolExecutor(1) as thread, ThreadPoolExecutor(1) as first_request:
        result = first_request.submit(known.get, read, thread.submit)
        begun.wait()
        try:
            yield lambda: known.get(read, thread.submit)
        finally:
            may_end.set()
        result.result()


@pytest.fixture
def known():
    """The version of a process that has read the number 1, and must read it again."""
    known = site_version._KnownVersion()
    known.get(lambda: 1, site_version._run_here)
    known.expire()
    return known


def test_nobody_uses_an_old_number_while_it_is_being_read(known, monkeypatch):
    monkeypatch.setattr(site_version, "MOST_SECONDS_TO_WAIT", 60)
    with ThreadPoolExecutor(1) as other, slow_database(known, 2) as get:
        waiting = other.submit(get)
        assert not waiting.done()
    assert waiting.result() == 2
    assert not known.is_silent()


def test_last_number_is_used_if_the_database_does_not_answer(known, monkeypatch):
    monkeypatch.setattr(site_version, "MOST_SECONDS_TO_WAIT", -1)
    with slow_database(known, 2) as get:
        assert get() == 1
        assert known.is_silent()
    monkeypatch.setattr(site_version, "MOST_SECONDS_TO_WAIT", 60)
    assert known.get(lambda: 2, site_version._run_here) == 2
    assert not known.is_silent()


def test_number_that_is_read_during_a_change_is_read_again(known, monkeypatch):
    monkeypatch.setattr(site_version, "MOST_SECONDS_TO_WAIT", 60)
    numbers = iter((2, 3))

    def read():
        number = next(numbers)
        if number == 2:
            known.expire()  # as a change in another thread does
        return number

    assert known.get(read, site_version._run_here) == 3


def test_unexpected_error_is_not_hidden(known):
    with ThreadPoolExecutor(1) as thread, pytest.raises(ZeroDivisionError):
        known.get(lambda: 1 // 0, thread.submit)


def test_broken_connection_counts_as_silent(known):
    def read():
        raise InterfaceError("connection already closed")

    assert known.get(read, site_version._run_here) == 1
    assert known.is_silent()
