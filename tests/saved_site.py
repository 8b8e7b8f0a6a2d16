"""Database setup for tests: the migrated and seeded site is built once and copied for each run.

Building takes about twelve seconds, copying a fraction of one. The saved copies are in `var/tests/` (SQLite) or are
databases beside the one that `DATABASE_URL` names (PostgreSQL). A copy's name holds a digest of the files that it was
built from, so a changed migration, content file or model builds a new one. Two copies are saved: the migrated database,
and the migrated database with the seeded site.
"""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

FOLDER = settings.BASE_DIR / "var" / "tests"
APPS = ("forms", "home", "ioipm", "pages", "search")
MIGRATED_FROM = ["requirements.txt", *(f"{app}/**/migrations/*.py" for app in APPS)]
SEEDED_FROM = ["home/content/**/*.yaml", *(f"{app}/**/*.py" for app in ("forms", "home", "pages", "search"))]


def open_seeded_database() -> None:
    """Connect Django to a new test database that holds the seeded site."""
    database = {"sqlite": SQLite, "postgresql": PostgreSQL}[connection.vendor]()
    migrated = database.saved_name("migrated", _digest(MIGRATED_FROM))
    seeded = database.saved_name("seeded", _digest([*MIGRATED_FROM, *SEEDED_FROM]))
    with _lock(connection.vendor):
        if not database.is_saved(seeded):
            if not database.is_saved(migrated):
                database.remove_old("migrated")
                database.build(None, migrated, lambda: call_command("migrate", verbosity=0))
            database.remove_old("seeded")
            database.build(migrated, seeded, lambda: call_command("seed", verbosity=0))
        database.connect_to_copy(seeded)


def open_old_database(name: str, targets: dict[str, str]) -> None:
    """Connect Django to a new test database with the tables as these migrations left them, by app, and no pages.

    Apps that do not depend on later migrations of these apps are migrated completely.
    """
    database = {"sqlite": SQLite, "postgresql": PostgreSQL}[connection.vendor]()
    saved = database.saved_name(name, _digest(MIGRATED_FROM))
    with _lock(connection.vendor):
        if not database.is_saved(saved):
            database.remove_old(name)
            database.build(None, saved, lambda: _migrate_to(targets))
        database.connect_to_copy(saved)


def _migrate_to(targets: dict[str, str]) -> None:
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


@contextmanager
def _lock(name: str) -> Iterator[None]:
    """Let one process at a time build or copy: workers of pytest-xdist start together."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class SQLite:
    """Saved copies are files; the test database is in memory, shared by the threads of one process."""

    TEST_DATABASE = "file:memorydb_default?mode=memory&cache=shared"

    def saved_name(self, kind: str, digest: str) -> Path:
        """Return the path of the saved copy."""
        return FOLDER / f"{kind}-{digest}.sqlite3"

    def is_saved(self, path: Path) -> bool:
        """Return whether the copy exists."""
        return path.exists()

    def remove_old(self, kind: str) -> None:
        """Delete saved copies of this kind that were built from other files."""
        for path in FOLDER.glob(f"{kind}-*"):
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

    def _connect(self, base: Path | None) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.TEST_DATABASE
        connection.settings_dict["TEST"]["NAME"] = self.TEST_DATABASE
        connection.ensure_connection()
        with closing(sqlite3.connect(base or ":memory:")) as copy:  # without a base, an empty database
            copy.backup(connection.connection)


class PostgreSQL:
    """Saved copies are databases, which PostgreSQL copies as templates."""

    def __init__(self) -> None:
        self.name = connection.settings_dict["NAME"]
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.test_database = f"test_{self.name}_{worker}"

    def saved_name(self, kind: str, digest: str) -> str:
        """Return the name of the saved database."""
        return f"{self.name}_{kind}_{digest}"

    def is_saved(self, name: str) -> bool:
        """Return whether the database exists."""
        return bool(self._run("SELECT 1 FROM pg_database WHERE datname = %s", [name]))

    def remove_old(self, kind: str) -> None:
        """Drop saved databases of this kind that were built from other files."""
        for (name,) in self._run("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{self.name}_{kind}_%"]):
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def build(self, base: str | None, name: str, fill: Callable[[], object]) -> None:
        """Save a new database: start from the saved database `base`, or from an empty one, and call `fill`."""
        part = f"{name}_part"
        self._create(part, base)
        self._connect(part)
        fill()
        connection.close()
        self._run(f'ALTER DATABASE "{part}" RENAME TO "{name}"')

    def connect_to_copy(self, name: str) -> None:
        """Connect Django to a copy named for this worker of pytest-xdist."""
        self._create(self.test_database, name)
        self._connect(self.test_database)

    def _create(self, name: str, base: str | None) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{base or "template0"}"')

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
