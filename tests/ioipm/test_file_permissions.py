"""Other local accounts cannot read the database, patients' files, backups or keys."""

import os
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.db import connection

from ioipm.file_permissions import restrict_permissions
from ioipm.settings.environment import BASE_DIR
from tests.ioipm.test_settings import GOOD
from tests.services import environment, manage

needs_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its files itself")
OPEN_FILE, OPEN_FOLDER = 0o644, 0o755


@pytest.fixture(autouse=True)
def usual_umask():
    """Processes start with the umask that most systems set."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def readable_by_others(folder: Path) -> list[str]:
    """Return the paths below the folder that other accounts could read if they reached them."""
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if mode(path) & 0o077]


def write_open(path: Path, content: bytes = b"secret") -> None:
    """Write a file as earlier versions did."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(OPEN_FILE)
    path.parent.chmod(OPEN_FOLDER)


@needs_sqlite
def test_new_installation_is_closed_to_other_accounts(tmp_path):
    code = (
        "import os; from django.conf import settings; from django.db import connection as c; "
        "c.cursor().execute('CREATE TABLE t (x)'); "
        "print(*sorted(f'{f.name}:{f.stat().st_mode & 0o777:o}' for f in settings.VAR_DIR.iterdir()))"
    )
    result = manage("shell", "-v", "0", "-c", code, tmp_path=tmp_path, **GOOD)
    assert result.stdout.split() == ["db.sqlite3-shm:600", "db.sqlite3-wal:600", "db.sqlite3:600"], result.stderr
    assert mode(tmp_path / "var") == 0o700


def test_new_files_of_the_server_are_closed_to_other_accounts(tmp_path):
    code = "import os, ioipm.wsgi; print(oct(os.umask(0)))"
    variables = environment(tmp_path, **GOOD)
    done = subprocess.run([sys.executable, "-c", code], cwd=BASE_DIR, env=variables, capture_output=True, text=True)
    assert done.stdout.strip() == "0o77", done.stderr


@pytest.mark.slow
def test_existing_installation_is_closed_by_prepare(own_database):
    folder, database = own_database
    var = folder / "var"
    names = ["private/ab/cd/0123", "backups/ioipm-20260131-020000.tar", "phone-en.txt", "media/images/spine.png"]
    for name in names:
        write_open(var / name)
    if not database:
        (var / "db.sqlite3").chmod(OPEN_FILE)
    var.chmod(OPEN_FOLDER)
    result = manage("prepare", tmp_path=folder, **GOOD, **database)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert mode(var) == 0o700
    assert set(readable_by_others(var)) <= {"media", "media/images", "media/images/spine.png"}
    assert all((var / name).read_bytes() == b"secret" for name in names[:2])


@pytest.mark.slow
def test_restored_site_is_closed_to_other_accounts(tmp_path, own_database):
    folder, database = own_database
    write_open(folder / "var/private/ab/cd/0123")
    made = manage("backup", "--to", str(tmp_path), tmp_path=folder, **GOOD, **database)
    assert made.returncode == 0, made.stderr
    backup = next(tmp_path.glob("*.tar"))
    with tarfile.open(backup) as archive:
        assert archive.getmember("private/ab/cd/0123").mode == OPEN_FILE
    site = tmp_path / "restored"
    variables = GOOD | (database and {"DATABASE_URL": database["DATABASE_URL"]})
    result = manage("restore", "--replace", str(backup), tmp_path=site, **variables)
    assert result.returncode == 0, result.stderr
    assert mode(site / "var") == 0o700
    assert mode(site / "var/private/ab/cd/0123") == 0o600
    if not database:
        assert mode(site / "var/db.sqlite3") == 0o600


def test_environment_file_is_closed_to_others_and_left_open_to_its_group(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    file = tmp_path / ".env"
    for before, after in [(0o644, 0o640), (0o640, 0o640), (0o600, 0o600)]:
        file.touch()
        file.chmod(before)
        assert restrict_permissions() == []
        assert mode(file) == after


def test_path_that_cannot_be_changed_is_named(tmp_path, settings, monkeypatch, capsys):
    settings.VAR_DIR = tmp_path
    write_open(tmp_path / "phone-en.txt")

    def refuse(self, mode):
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)
    assert restrict_permissions() == [tmp_path, tmp_path / "phone-en.txt"]


def test_link_in_the_folder_does_not_lead_outside(tmp_path, settings):
    settings.VAR_DIR = tmp_path / "var"
    write_open(tmp_path / "outside/file")
    (tmp_path / "var/private").mkdir(parents=True)
    (tmp_path / "var/private/folder").symlink_to(tmp_path / "outside")
    (tmp_path / "var/private/file").symlink_to(tmp_path / "outside/file")
    restrict_permissions()
    assert mode(tmp_path / "outside/file") == OPEN_FILE
