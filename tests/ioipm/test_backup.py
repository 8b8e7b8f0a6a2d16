"""`restore` brings back each row and each file that `backup` wrote, or names the reason and changes nothing."""

import hashlib
import json
import os
import re
import sqlite3
import tarfile
from contextlib import closing
from io import BytesIO

import pytest
from django.db import connection

from ioipm.backup.databases import database
from ioipm.backup.errors import BackupError
from ioipm.backup.restore import restore_backup
from tests.ioipm.backup_site import Site
from tests.ioipm.test_settings import GOOD

pytestmark = [pytest.mark.sql, pytest.mark.slow]

FILES = {
    "media/images/spine.png": b"\x89PNG picture",
    "media/documents/leaflet.pdf": b"%PDF leaflet",
    "private/ab/cd/0123": os.urandom(300_000),
    "private/ab/empty": b"",
}
IMPOSSIBLE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}


@pytest.fixture(scope="module")
def source(tmp_path_factory, new_database, django_db_blocker):
    """A site with the pages of the test database, a user, and files."""
    site = Site(tmp_path_factory.mktemp("source"), new_database())
    dump = site.folder / "dump"
    with django_db_blocker.unblock():
        database().dump(dump)
    site.load(dump)
    with site.connect() as (execute, _tables):
        execute(
            "INSERT INTO auth_user (username, password, first_name, last_name, email, is_superuser, is_staff, "
            "is_active, date_joined) VALUES ('desk', '!', '', '', '', TRUE, TRUE, TRUE, '2026-01-31 08:00:00+00')"
        )
    site.write(FILES)
    return site


@pytest.fixture(scope="module")
def archive(source):
    """A backup of that site."""
    return source.backup()[0]


@pytest.fixture
def empty(tmp_path, new_database):
    """A new site without pages, users and files."""
    return Site(tmp_path, new_database())


@pytest.fixture
def here(tmp_path, monkeypatch, settings, db):
    """A site in this process with one file. Its database is not written: the double records what would be loaded."""
    folder = tmp_path / "var"
    settings.VAR_DIR, settings.MEDIA_ROOT = folder, folder / "media"
    storage = {"BACKEND": "forms.inbox.storage.PatientFileStorage", "OPTIONS": {"location": folder / "private"}}
    settings.STORAGES = settings.STORAGES | {"patient_files": storage}
    (folder / "media").mkdir(parents=True)
    (folder / "media/own.png").write_bytes(b"own")

    class Here(type(database())):
        load_fails = False
        files_while_loading = None

        def load(self, path):
            here.files_while_loading = here.files()
            if here.load_fails:
                raise BackupError("The disk is full.")

        def files(self):
            return {path.relative_to(folder).as_posix() for path in folder.glob("[mp]*/**/*") if path.is_file()}

        def restore(self, path):
            restore_backup(path, replace=True, report=lambda sentence: None)

        def is_unchanged(self):
            return self.files() == {"media/own.png"} and not list(folder.glob("restore-*"))

    here = Here()
    monkeypatch.setattr("ioipm.backup.restore.database", lambda: here)
    return here


def rebuilt(archive, path, change):
    """Write a copy of the archive whose members `change` has edited: a dict of names and bytes."""
    with tarfile.open(archive) as old:
        members = {member.name: old.extractfile(member).read() for member in old}
    change(members)
    with tarfile.open(path, "w") as new:
        for name, content in members.items():
            header = tarfile.TarInfo(name)
            header.size = len(content)
            new.addfile(header, BytesIO(content))
    return path


def change_last_byte_of_database(members):
    content = members["database"]
    members["database"] = content[:-1] + bytes([content[-1] ^ 1])


def change_manifest(**values):
    def change(members):
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | values).encode()

    return change


def test_restored_site_has_the_same_rows_and_the_same_files(source, archive, empty):
    result = empty.run("restore", str(archive))
    assert result.returncode == 0, result.stderr
    rows, files = empty.state()
    assert (rows, files) == source.state()
    assert len(rows["wagtailcore_page"]) > 40
    assert set(files) == set(FILES)
    assert "Restoring the" in result.stdout
    assert "No planned migration operations" in empty.run("migrate", "--plan").stdout


def test_manifest_lists_content_and_leaves_out_secrets(source, archive):
    with tarfile.open(archive) as opened:
        manifest = json.load(opened.extractfile("manifest.json"))
        for name, member in manifest["members"].items():
            assert hashlib.sha256(opened.extractfile(name).read()).hexdigest() == member["sha256"]
    assert set(manifest["members"]) == {"database", *FILES}
    assert manifest["engine"] == connection.vendor
    assert manifest["rows"]["auth_user"] == 1
    assert set(manifest["versions"]) == {"python", "django", "wagtail", "database"}
    assert archive.stat().st_mode & 0o077 == 0
    raw = archive.read_bytes()
    assert GOOD["SECRET_KEY"].encode() not in raw


def test_command_names_the_keys_and_the_bucket_that_are_not_in_the_backup(source):
    _path, said = source.backup(MEDIA_BUCKET="clinic-media")
    assert "NOT in it: the keys and passwords" in said
    assert "NOT in it: images and documents in the bucket clinic-media" in said


def test_site_that_is_not_empty_is_unchanged_without_replace(archive, source):
    before = source.state()
    result = source.run("restore", str(archive))
    assert result.returncode != 0
    assert "This site is not empty" in result.stderr
    assert "--replace" in result.stderr
    assert source.state() == before


def test_site_with_files_only_is_not_empty(archive, empty):
    empty.write({"private/left": b"behind"})
    assert "This site is not empty" in empty.run("restore", str(archive)).stderr
    assert (empty.folder / "var/private/left").exists()


def test_replace_brings_back_what_was_changed_added_and_deleted(tmp_path, new_database, archive, source):
    site = Site(tmp_path, new_database())
    with tarfile.open(archive) as opened:
        opened.extract("database", tmp_path, filter="data")
    site.load(tmp_path / "database")
    site.write(FILES)
    with site.connect() as (execute, _tables):
        execute("UPDATE wagtailcore_page SET title = 'Defaced'")
        execute("CREATE TABLE of_a_later_version (id integer PRIMARY KEY)")
    site.write({"media/images/spine.png": b"changed", "private/new": b"added"})
    (tmp_path / "var/private/ab/cd/0123").unlink()
    result = site.run("restore", str(archive), "--replace")
    assert result.returncode == 0, result.stderr
    assert site.state() == source.state()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda members: members.update({"private/ab/empty": b"no more"}), "“private/ab/empty” has changed"),
        (change_last_byte_of_database, "“database” has changed"),
        (lambda members: members.pop("media/images/spine.png"), "“media/images/spine.png” is missing"),
        (lambda members: members.update({"private/../../evil": b"!"}), "evil” is not in its manifest"),
        (lambda members: members.pop("manifest.json"), "has no manifest"),
        (lambda members: members.update({"manifest.json": b"{"}), "has no manifest"),
        (change_manifest(format=99), "made by another version of the site"),
        (change_manifest(migrations=["pages.9999_of_next_year"]), "(it knows pages.9999_of_next_year)"),
        (change_manifest(bucket="clinic-media"), "in the bucket clinic-media, this one keeps them in a folder"),
    ],
)
def test_damaged_or_foreign_backup_is_refused_before_anything_is_changed(archive, here, tmp_path, change, sentence):
    with pytest.raises(BackupError, match=re.escape(sentence)):
        here.restore(rebuilt(archive, tmp_path / "changed.tar", change))
    assert here.is_unchanged()


@pytest.mark.parametrize("part", [0, 100, 0.5, 0.99])
def test_truncated_backup_is_refused(archive, here, tmp_path, part):
    whole = archive.read_bytes()
    cut = tmp_path / "cut.tar"
    cut.write_bytes(whole[: int(part * len(whole)) if part < 1 else part])
    with pytest.raises(BackupError, match="Take another"):
        here.restore(cut)
    assert here.is_unchanged()


def test_command_reports_a_damaged_backup_in_a_sentence(archive, empty, tmp_path):
    result = empty.run(
        "restore", str(rebuilt(archive, tmp_path / "changed.tar", lambda members: members.pop("database")))
    )
    assert result.returncode != 0
    assert result.stderr.strip().startswith("CommandError: The backup is damaged: “database” is missing.")
    assert empty.files() == {}
    with empty.connect() as (_execute, tables):
        assert tables == []


def test_missing_backup_is_named(empty):
    assert "nowhere.tar cannot be read: No such file" in empty.run("restore", "nowhere.tar").stderr


def test_backup_of_the_other_database_is_refused_with_what_to_set(archive, here, tmp_path):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    with pytest.raises(BackupError, match="Set DATABASE_URL to a database of the backup's kind"):
        here.restore(rebuilt(archive, tmp_path / "other.tar", change_manifest(engine=other)))


@pytest.mark.parametrize("command", [["backup"], ["restore", "any.tar"]])
def test_missing_programs_of_postgresql_are_named_with_what_to_install(empty, command):
    result = empty.run(*command, **IMPOSSIBLE, PATH="")
    assert result.returncode != 0
    assert "pg_dump and pg_restore and psql cannot be found" in result.stderr
    assert "postgresql-client" in result.stderr


def test_unavailable_database_is_named(empty):
    result = empty.run("backup", **IMPOSSIBLE)
    assert result.returncode != 0
    assert "The database does not answer. Is DATABASE_URL right?" in result.stderr
    assert not list((empty.folder / "var/backups").iterdir())


def test_folder_that_cannot_be_written_is_named(source, tmp_path):
    (tmp_path / "file").write_text("in the way")
    result = source.run("backup", "--to", str(tmp_path / "file"))
    assert result.returncode != 0
    assert "The backup could not be written to" in result.stderr


def test_files_come_back_when_the_database_cannot_be_written(archive, here):
    here.load_fails = True
    with pytest.raises(BackupError, match="The disk is full"):
        here.restore(archive)
    assert here.files_while_loading == set(FILES)
    assert here.is_unchanged()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL copies from a snapshot by itself")
def test_backup_of_a_site_in_use_has_committed_rows_only(source):
    with closing(sqlite3.connect(source.folder / "var/db.sqlite3", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE wagtailcore_site SET hostname = 'half-way'")
        path, _said = source.backup()
        writer.execute("ROLLBACK")
    with tarfile.open(path) as opened:
        assert b"half-way" not in opened.extractfile("database").read()
