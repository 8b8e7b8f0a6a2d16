"""Copy and restore SQLite and PostgreSQL databases, completely or not at all."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from ioipm.backup.errors import BackupError
from ioipm.backup.patient_files import PatientFile, patient_files

LOCK_TIMEOUT = "30s"

Rows = dict[str, int]


class Contents(NamedTuple):
    """What a copy of the database contains."""

    rows: Rows
    """The number of rows of each table."""
    patient_files: list[PatientFile]


class Database(Protocol):
    """What a backup needs of a kind of database. The methods raise `BackupError`."""

    engine: str
    name: str

    def check_programs(self) -> None:
        """Check that the programs that are needed are installed."""

    def dump(self, path: Path) -> Contents:
        """Write the database to the file; return what is in it."""

    def check(self, path: Path, manifest: dict[str, Any]) -> None:
        """Check that the file can be restored."""

    def load(self, path: Path) -> None:
        """Replace the database by the file."""

    def count(self) -> Rows:
        """Return the number of rows of each table now."""


def database() -> Database:
    """Return the object that copies the configured database."""
    return SQLite() if connection.vendor == "sqlite" else PostgreSQL()


class SQLite:
    """Copy by SQLite's online backup, page by page, while the site is running."""

    engine = "sqlite"
    name = "SQLite"

    def check_programs(self) -> None:
        """No programs besides Python are needed."""

    def dump(self, path: Path) -> Contents:
        """Write the database to the file; return what is in it."""
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            rows = _count_sqlite(copy)
            return Contents(rows, patient_files(copy.cursor(), rows))

    def check(self, path: Path, manifest: dict[str, Any]) -> None:
        """Raise `BackupError` unless the file is an undamaged database with the manifest's numbers of rows."""
        try:
            with closing(sqlite3.connect(f"{Path(path).as_uri()}?mode=ro", uri=True)) as copy:
                is_sound = copy.execute("PRAGMA quick_check").fetchone() == ("ok",)
                rows = _count_sqlite(copy)
        except sqlite3.DatabaseError as error:
            raise BackupError(f"The database in the backup cannot be read: {error}.") from error
        if not is_sound or rows != manifest["rows"]:
            raise BackupError("The database in the backup is damaged. Take an older backup.")

    def load(self, path: Path) -> None:
        """Replace the database by the file, in one transaction."""
        connection.close()
        target = connection.settings_dict["NAME"]
        try:
            with closing(sqlite3.connect(path)) as copy, closing(sqlite3.connect(target, timeout=30)) as live:
                copy.backup(live)
        except sqlite3.Error as error:
            raise BackupError(f"The database could not be written: {error}. Is the site stopped?") from error

    def count(self) -> Rows:
        """Return the number of rows of each table now."""
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as live:
            return _count_sqlite(live)


class PostgreSQL:
    """Copy by PostgreSQL's own programs, from one snapshot."""

    engine = "postgresql"
    name = "PostgreSQL"

    def check_programs(self) -> None:
        """Raise `BackupError` if a program that is needed is not installed."""
        missing = [program for program in ("pg_dump", "pg_restore", "psql") if not shutil.which(program)]
        if missing:
            raise BackupError(
                f"{' and '.join(missing)} cannot be found. Install PostgreSQL's client programs, of the server's "
                "version or a later one (Debian: apt install postgresql-client)."
            )

    def dump(self, path: Path) -> Contents:
        """Write the database to the file; return what is in it."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            rows = _count_rows(cursor)
            contents = Contents(rows, patient_files(cursor, rows))
            self._run(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={snapshot}",
                f"--file={path}",
            )
        return contents

    def check(self, path: Path, manifest: dict[str, Any]) -> None:
        """Raise `BackupError` unless the whole file can be read."""
        script = f"--file={self._script(path)}"
        self._run("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", script, path, connects=False)

    def load(self, path: Path) -> None:
        """Replace the database by the file, in one transaction."""
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
        connection.close()
        drops = Path(f"{path}.drops")
        drops.write_text("".join(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE;\n" for table in tables))
        self._run(
            "psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
            f"--file={drops}", f"--file={self._script(path)}",
        )  # fmt: skip

    def count(self) -> Rows:
        """Return the number of rows of each table now."""
        with connection.cursor() as cursor:
            return _count_rows(cursor)

    @staticmethod
    def _script(path: Path) -> Path:
        return Path(f"{path}.sql")

    @staticmethod
    def _run(program: str, *options: Any, connects: bool = True) -> None:
        arguments, own = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
        environment = os.environ | (own or {}) | {"PGOPTIONS": f"-c lock_timeout={LOCK_TIMEOUT}"}
        command = [program, *map(str, options), *(arguments[1:] if connects else [])]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[0]
            raise BackupError(f"{program} failed: {reason}")


def _count_rows(cursor: Any) -> Rows:
    tables = connection.introspection.table_names(cursor)
    return {table: _count(cursor, table) for table in tables}


def _count_sqlite(copy: sqlite3.Connection) -> Rows:
    names = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
    return {name: _count(copy.cursor(), name) for (name,) in names}


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
    return cursor.fetchone()[0]
