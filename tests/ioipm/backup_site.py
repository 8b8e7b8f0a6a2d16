"""A second site with its own folder and database, for the tests of backup and restore."""

import hashlib
import shutil
import sqlite3
import subprocess

import psycopg

from tests.ioipm.test_settings import GOOD
from tests.services import manage


class Site:
    """Another site with its own folder and database, on which commands run in separate processes."""

    def __init__(self, folder, url):
        self.folder, self.url = folder, url

    def run(self, *arguments, **variables):
        return manage(*arguments, tmp_path=self.folder, **GOOD | {"DATABASE_URL": self.url} | variables)

    def backup(self, **variables):
        result = self.run("backup", **variables)
        assert result.returncode == 0, result.stderr
        return max((self.folder / "var/backups").glob("*.tar")), result.stdout

    def load(self, dump):
        """Fill the empty database with a copy, as `backup` makes it of this kind of database."""
        if self.url:
            subprocess.run(["pg_restore", "--no-owner", f"--dbname={self.url}", dump], check=True)
        else:
            (self.folder / "var").mkdir(exist_ok=True)
            shutil.copy(dump, self.folder / "var/db.sqlite3")

    def write(self, files):
        for name, content in files.items():
            path = self.folder / "var" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def files(self):
        paths = [path for name in ("media", "private") for path in (self.folder / "var" / name).rglob("*")]
        return {
            path.relative_to(self.folder / "var").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in paths
            if path.is_file()
        }

    def rows(self):
        with self.connect() as (execute, tables):
            return {table: sorted(map(repr, execute(f'SELECT * FROM "{table}"'))) for table in tables}  # noqa: S608

    def state(self):
        return self.rows(), self.files()

    def connect(self):
        return _sqlite(self.folder / "var/db.sqlite3") if not self.url else _postgres(self.url)


class _sqlite:  # noqa: N801
    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.connection = sqlite3.connect(self.path)
        names = self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return lambda sql: self.connection.execute(sql).fetchall(), [name for (name,) in names]

    def __exit__(self, *error):
        self.connection.commit()
        self.connection.close()


class _postgres:  # noqa: N801
    def __init__(self, url):
        self.url = url

    def __enter__(self):
        self.connection = psycopg.connect(self.url)

        def execute(sql):
            cursor = self.connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

        names = execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return execute, [name for (name,) in names]

    def __exit__(self, *error):
        self.connection.commit()
        self.connection.close()
