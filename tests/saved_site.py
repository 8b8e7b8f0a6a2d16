"""Database setup for tests: the migrated and seeded site is built once and copied for each run.

Building takes about a minute, copying less than a second. The saved copies are files in `var/tests/` (SQLite) or
databases beside the one that `DATABASE_URL` names (PostgreSQL). A copy's name holds a digest of the files that it was
built from, so a changed migration, content file or model builds a new one. Three copies are saved: the migrated
database, the seeded site in English, and, for the tests that ask for it, the seeded site with its Spanish pages. A copy
gets its name only when it is complete, so that an interrupted build leaves nothing that a later run would use.
"""

import fcntl
import functools
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

FOLDER = settings.BASE_DIR / "var" / "tests"
APPS = ("forms", "home", "ioipm", "pages", "search")
MIGRATED_FROM = ["requirements.txt", "ioipm/settings/*.py", *(f"{app}/**/migrations/*.py" for app in APPS)]
SEEDED_FROM = ["home/content/**/*.yaml", *(f"{app}/**/*.py" for app in ("forms", "home", "pages", "search"))]
TRANSLATED_FROM = ["home/content/**/*.po"]
# The last migrations of some apps in earlier states of the database. Each state is built from the one above it.
OLD_STATES = {
    "before_site_text": {
        "home": "0002_add_search_words",
        "pages": "0006_add_newsletter_offer",
        "wagtail_localize": "0016_rename_page_revision_translationlog_revision",
        "wagtailcore": "0097_baselogentry_uuid_action_timestamp_indexes",
    },
    "before_sources": {
        "home": "0005_reword_texts",
        "pages": "0009_reword_texts",
        "wagtail_localize": "0016_rename_page_revision_translationlog_revision",
        "wagtailcore": "0097_baselogentry_uuid_action_timestamp_indexes",
    },
}
MOST_SAVED = 4  # copies of one kind, so that a change of the branch needs no new build


def open_seeded_database() -> None:
    """Connect Django to a new test database that holds the seeded site."""
    database = _database()
    migrated = database.saved_name("migrated", _digest(MIGRATED_FROM))
    seeded = _seeded_name(database)
    with database.lock():
        if not database.is_saved(seeded):
            if not database.is_saved(migrated):
                database.remove_old("migrated")
                database.build(None, migrated, lambda: call_command("migrate", verbosity=0))
            database.remove_old("seeded")
            database.build(migrated, seeded, lambda: call_command("seed", verbosity=0, english_only=True))
        database.connect_to_copy(seeded)


def open_translated_database() -> None:
    """Connect Django to a copy of the seeded site with the Spanish pages, after `open_seeded_database`."""
    database = _database()
    translated = database.saved_name("translated", _digest([*MIGRATED_FROM, *SEEDED_FROM, *TRANSLATED_FROM]))
    with database.lock():
        if not database.is_saved(translated):
            database.remove_old("translated")
            database.build(_seeded_name(database), translated, lambda: call_command("seed", verbosity=0))
        database.connect_to_copy(translated)
    _forget_the_other_database()


def restore_seeded_database() -> None:
    """Replace the content of the test database with the seeded site, after a test that committed its changes."""
    database = _database()
    with database.lock():
        database.connect_to_copy(_seeded_name(database))
    _forget_the_other_database()


@contextmanager
def database_for_processes(folder: Path) -> Iterator[dict[str, str]]:
    """Copy the seeded site to a database that other processes can open, with `folder` as their VAR_DIR.

    Yields the environment variables that they need, and removes the database afterwards.
    """
    database = _database()
    with database.lock():
        variables = database.copy_for_processes(_seeded_name(database), folder)
    try:
        yield variables
    finally:
        database.remove_copy_for_processes()


def _forget_the_other_database() -> None:
    """Empty the caches: module fixtures run before the fixture that empties them for each test."""
    ContentType.objects.clear_cache()
    cache.clear()


def close_test_database() -> None:
    """Disconnect from the test database and remove it."""
    database = _database()
    connection.close()
    database.remove_copy()


def _database() -> "SQLite | PostgreSQL":
    return {"sqlite": SQLite, "postgresql": PostgreSQL}[connection.vendor]()


@functools.cache
def _configured_name() -> str:
    """Return the name of the database in DATABASE_URL, which that of the test database replaces in the settings."""
    return connection.settings_dict["NAME"]


@functools.cache
def _seeded_digest() -> str:
    return _digest([*MIGRATED_FROM, *SEEDED_FROM])


def _seeded_name(database: "SQLite | PostgreSQL") -> "Path | str":
    return database.saved_name("seeded", _seeded_digest())


def open_old_database(state: str) -> None:
    """Connect Django to a new test database in one of `OLD_STATES`, without pages.

    Apps that do not depend on later migrations of the listed apps are migrated completely.
    """
    database = _database()
    with database.lock():
        database.connect_to_copy(_saved_old_database(database, state))
    _forget_the_other_database()


def _saved_old_database(database: "SQLite | PostgreSQL", state: str) -> "Path | str":
    """Return the name of the saved copy in this state; build it first, from the state before it, if there is none."""
    saved = database.saved_name(state, _digest(MIGRATED_FROM))
    if not database.is_saved(saved):
        states = list(OLD_STATES)
        older = states[: states.index(state)][-1:]
        base = _saved_old_database(database, older[0]) if older else None
        database.remove_old(state)
        database.build(base, saved, lambda: _migrate_to(OLD_STATES[state]))
    return saved


def _migrate_to(targets: dict[str, str]) -> None:
    # Running a migration that renames a model changes the operations of others in memory: import all of them again.
    for name in [name for name in sys.modules if ".migrations." in name]:
        del sys.modules[name]
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    reached = {node for target in targets.items() for node in graph.forwards_plan(target)}
    others = [
        leaf
        for leaf in graph.leaf_nodes()
        if all(node in reached or node[0] not in targets for node in graph.forwards_plan(leaf))
    ]
    executor.migrate([*targets.items(), *others])


def _digest(patterns: list[str]) -> str:
    """Return 16 hexadecimal digits that change when a file that matches one of the patterns does."""
    files = sorted({file for pattern in patterns for file in settings.BASE_DIR.glob(pattern)})
    digest = sha256()
    for file in files:
        digest.update(f"{file.relative_to(settings.BASE_DIR)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


class SQLite:
    """Saved copies are files; the test database is in memory, shared by the threads of one process."""

    TEST_DATABASE = "file:memorydb_default?mode=memory&cache=shared"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Let one process at a time build or copy: the workers of pytest-xdist start together."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (FOLDER / "sqlite.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def saved_name(self, kind: str, digest: str) -> Path:
        """Return the path of the saved copy."""
        return FOLDER / f"{kind}-{digest}.sqlite3"

    def is_saved(self, path: Path) -> bool:
        """Return whether the copy exists."""
        return path.exists()

    def remove_old(self, kind: str) -> None:
        """Delete the oldest saved copies of this kind, and the unfinished files of interrupted builds."""
        saved = sorted(FOLDER.glob(f"{kind}-*.sqlite3"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in [*saved[MOST_SAVED - 1 :], *FOLDER.glob(f"{kind}-*.part")]:
            path.unlink()

    def build(self, base: Path | None, path: Path, fill: Callable[[], object]) -> None:
        """Save a new copy: start from the saved copy `base`, or from an empty database, and call `fill`."""
        self._connect(base)
        fill()
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as copy:
            connection.connection.backup(copy)
        part.rename(path)
        connection.connection.close()
        connection.connection = None

    def connect_to_copy(self, path: Path) -> None:
        """Connect Django to a copy in memory."""
        self._connect(path)
        path.touch()  # used now, so that it is not among the oldest

    def remove_copy(self) -> None:
        """Do nothing: the copy ends with the process."""

    def copy_for_processes(self, path: Path, folder: Path) -> dict[str, str]:
        """Copy the file to where the settings look for it in `folder`."""
        shutil.copyfile(path, folder / "db.sqlite3")
        return {}

    def remove_copy_for_processes(self) -> None:
        """Do nothing: pytest removes the folder."""

    def _connect(self, base: Path | None) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.TEST_DATABASE
        connection.settings_dict["TEST"]["NAME"] = self.TEST_DATABASE
        connection.ensure_connection()
        with closing(sqlite3.connect(base or ":memory:")) as copy:  # without a base, an empty database
            copy.backup(connection.connection)


class PostgreSQL:
    """Saved copies are databases, which PostgreSQL copies as templates."""

    TRIES, SECONDS_BETWEEN_TRIES = 20, 0.5
    OBJECT_IN_USE = "55006"  # SQLSTATE

    def __init__(self) -> None:
        self.name = _configured_name()
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.test_database = f"test_{self.name}_{worker}"
        self.database_of_processes = f"{self.test_database}_own"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Let one process at a time build or copy: workers of pytest-xdist, and other checkouts that use the server."""
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [f"saved site of {self.name}"])
            yield  # the server releases the lock when the cursor's connection is closed

    def saved_name(self, kind: str, digest: str) -> str:
        """Return the name of the saved database."""
        return f"{self.name}_{kind}_{digest}"

    def is_saved(self, name: str) -> bool:
        """Return whether the database exists."""
        return bool(self._run("SELECT 1 FROM pg_database WHERE datname = %s", [name]))

    def remove_old(self, kind: str) -> None:
        """Drop saved databases of this kind that were built from other files."""
        statement = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        for (name,) in self._run(statement, [f"{self.name}_{kind}_"]):
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def build(self, base: str | None, name: str, fill: Callable[[], object]) -> None:
        """Save a new database: start from the saved database `base`, or from an empty one, and call `fill`."""
        part = f"{name}_part"
        connection.close()
        self._create(part, base)
        self._connect(part)
        fill()
        connection.close()
        self._run(f'ALTER DATABASE "{part}" RENAME TO "{name}"')

    def connect_to_copy(self, name: str) -> None:
        """Connect Django to a copy named for this worker of pytest-xdist."""
        connection.close()
        self._create(self.test_database, name)
        self._connect(self.test_database)

    def remove_copy(self) -> None:
        """Drop the copy."""
        self._run(f'DROP DATABASE IF EXISTS "{self.test_database}" WITH (FORCE)')

    def copy_for_processes(self, name: str, folder: Path) -> dict[str, str]:
        """Copy the database and return the environment variable that names the copy."""
        self._create(self.database_of_processes, name)
        url = urlsplit(os.environ["DATABASE_URL"])
        return {"DATABASE_URL": url._replace(path=f"/{self.database_of_processes}").geturl()}

    def remove_copy_for_processes(self) -> None:
        """Drop the copy."""
        self._run(f'DROP DATABASE IF EXISTS "{self.database_of_processes}" WITH (FORCE)')

    def _create(self, name: str, base: str | None) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        for tries_left in reversed(range(self.TRIES)):
            try:
                self._run(f'CREATE DATABASE "{name}" TEMPLATE "{base or "template0"}"')
                return
            except OperationalError as error:
                # PostgreSQL cannot copy a database that has a connection, for example of autovacuum.
                if getattr(error.__cause__, "sqlstate", "") != self.OBJECT_IN_USE or not tries_left:
                    raise
                time.sleep(self.SECONDS_BETWEEN_TRIES)

    @staticmethod
    def _connect(name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.settings_dict["TEST"]["NAME"] = name
        connection.ensure_connection()

    @staticmethod
    def _run(statement: str, values: list[str] | None = None) -> list[tuple]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
