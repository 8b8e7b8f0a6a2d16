"""`make messages` changes only the entries of texts that changed."""

import re
import shutil
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

import polib
import pytest

from ioipm.settings.environment import BASE_DIR
from tests.services import environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed (Debian: gettext)"),
]

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


@pytest.fixture(scope="module")
def changed(collected, tmp_path_factory):
    """Return a copy of that copy and what `make messages` printed there, after these changes.

    Texts moved to other files, a text is new in a template, and another text is gone.
    """
    folder = shutil.copytree(collected, tmp_path_factory.mktemp("changed") / "project")
    (folder / "search/zzz.py").write_bytes((folder / "pages/phone.py").read_bytes())
    (folder / "templates/403_csrf.html").rename(folder / "templates/zzz.html")
    (folder / "templates/new.html").write_text('{% load i18n %}{% translate "Pages not found" %}', encoding="utf-8")
    template = folder / "templates/404.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(text.replace("Page not found", "Pages not found"), encoding="utf-8")
    return folder, make_messages(folder)


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


def without_entry(text: str, msgid: str) -> str:
    """Return the text of a catalog without the entry, which must be there."""
    found = re.search(rf'msgid "{msgid}"\nmsgstr ".*"\n\n', text)
    assert found
    return text.replace(found[0], "")


def entries(folder: Path) -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(folder / PO)}


def test_file_in_the_repository_is_up_to_date(collected):
    is_same = (collected / PO).read_bytes() == (BASE_DIR / PO).read_bytes()
    assert is_same, "Run `make messages`, and translate what readers see."


def test_only_the_entries_of_changed_texts_change(collected, changed):
    folder, _printed = changed
    before, after = ((root / PO).read_text(encoding="utf-8") for root in (collected, folder))
    assert '\nmsgid "Pages not found"\nmsgstr ""\n' in after  # no guessed translation
    assert without_entry(after, "Pages not found") == without_entry(before, "Page not found")


def test_removed_text_is_named(changed):
    folder, printed = changed
    assert "Removed, with its translation: Page not found" in printed
    assert "Page not found" not in entries(folder)


def test_translations_are_compiled(collected):
    with (collected / MO).open("rb") as file:
        compiled = GNUTranslations(file)
    assert compiled.gettext("Page not found") == entries(collected)["Page not found"].msgstr


def test_no_date_no_place_and_nothing_fuzzy_is_written(collected):
    texts = polib.pofile(collected / PO)
    assert texts.metadata["POT-Creation-Date"] == ""
    assert not any(entry.occurrences or entry.fuzzy or entry.obsolete for entry in texts)
