"""`make messages` changes only the entries of texts that changed."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from ioipm.settings.environment import BASE_DIR
from tests.services import environment

pytestmark = pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed (Debian: gettext)")

PO, MO = "locale/es/LC_MESSAGES/django.po", "locale/es/LC_MESSAGES/django.mo"
FOLDERS = ["forms", "home", "ioipm", "locale", "pages", "search", "templates"]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """A copy of the project, in which the messages were collected and compiled once."""
    folder = tmp_path_factory.mktemp("collected") / "project"
    for name in FOLDERS:
        shutil.copytree(BASE_DIR / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "static").mkdir()
    shutil.copy(BASE_DIR / "manage.py", folder)
    make_messages(folder)
    return folder


@pytest.fixture
def project(collected, tmp_path):
    """A copy of that copy, which the test may change."""
    return shutil.copytree(collected, tmp_path / "project")


def make_messages(folder: Path) -> str:
    """Run what `make messages` runs; return what it printed."""
    variables = environment(folder, DJANGO_SETTINGS_MODULE="ioipm.settings.dev")
    printed = ""
    for command in (["makemessages"], ["compilemessages", "--locale", "es", "--ignore", ".venv"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=folder, env=variables, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        printed += done.stdout
    return printed


def entries(folder: Path) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(folder / PO)}


def test_file_in_the_repository_is_up_to_date(collected):
    is_same = (collected / PO).read_bytes() == (BASE_DIR / PO).read_bytes()
    assert is_same, "Run `make messages`, and translate what readers see."


def test_nothing_changes_when_no_text_changed(project):
    before = [(project / name).read_bytes() for name in (PO, MO)]
    (project / "search/zzz.py").write_bytes((project / "pages/phone.py").read_bytes())
    (project / "templates/404.html").rename(project / "templates/zzz.html")
    make_messages(project)
    assert [(project / name).read_bytes() for name in (PO, MO)] == before


def test_new_text_adds_one_entry_without_a_guessed_translation(project):
    before = (project / PO).read_text(encoding="utf-8")
    assert entries(project)["Page not found"].msgstr
    (project / "templates/new.html").write_text('{% load i18n %}{% translate "Pages not found" %}', encoding="utf-8")
    make_messages(project)
    after = (project / PO).read_text(encoding="utf-8")
    assert after.replace('msgid "Pages not found"\nmsgstr ""\n\n', "") == before


def test_text_that_is_gone_is_removed_and_named(project):
    template = project / "templates/404.html"
    template.write_text(
        template.read_text(encoding="utf-8").replace("Page not found", "No such page"), encoding="utf-8"
    )
    assert "Removed, with its translation: Page not found" in make_messages(project)
    assert "Page not found" not in entries(project)


def test_no_date_no_place_and_nothing_fuzzy_is_written(collected):
    texts = polib.pofile(collected / PO)
    assert texts.metadata["POT-Creation-Date"] == ""
    assert not any(entry.occurrences or entry.fuzzy or entry.obsolete for entry in texts)
