"""Act as staff in a process of its own: read names of actions, and print when each began and ended.

The actions are those of `tests/ioipm/test_freshness.py`. At the start, all tables of PostgreSQL are copied into another
schema; the line `restore` brings back the rows that have changed since. Times are those of `time.monotonic`, which all
processes of a machine share.
"""

import json
import sys
import time

import django

django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from pages.site_version import increment_version  # noqa: E402
from tests.ioipm.test_freshness import ACTIONS  # noqa: E402

COPIES = "copies"
LEFT_OUT = {"pages_siteversion", "django_session", "worker_heartbeat"}


def tables():
    """Return the names of the tables whose rows are restored."""
    with connection.cursor() as cursor:
        return [name for name in connection.introspection.table_names(cursor) if name not in LEFT_OUT]


def save():
    """Copy all tables, unless an earlier run of a measurement has copied them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [COPIES])
        if cursor.fetchone():
            return
        cursor.execute(f"CREATE SCHEMA {COPIES}")
        for name in tables():
            cursor.execute(f'CREATE TABLE {COPIES}."{name}" AS TABLE public."{name}"')


def restore():
    """Bring the rows back, and begin a new version of the site."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # checks no foreign keys
        for name in tables():
            if digest(cursor, "public", name) != digest(cursor, COPIES, name):
                cursor.execute(f'DELETE FROM public."{name}"')  # noqa: S608
                cursor.execute(f'INSERT INTO public."{name}" SELECT * FROM {COPIES}."{name}"')  # noqa: S608
    cache.clear()
    increment_version()


def digest(cursor, schema, name):
    """Return number and digest of the rows of a table."""
    cursor.execute(f'SELECT count(*), sum(hashtextextended(t::text, 0)) FROM {schema}."{name}" t')  # noqa: S608
    return cursor.fetchone()


def main():
    save()
    print(json.dumps({name: address for name, (address, _act) in ACTIONS.items()}), flush=True)  # noqa: T201
    for line in sys.stdin:
        name = line.strip()
        begun = time.monotonic()
        if name == "restore":
            restore()
        else:
            ACTIONS[name][1]()
        print(json.dumps([begun, time.monotonic()]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
