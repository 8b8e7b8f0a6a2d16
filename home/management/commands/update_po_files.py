"""The command `update_po_files`: bring the Spanish PO files in line with the English texts, or check them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.management.commands.seed import SPANISH_CONTENT
from home.seed.files import ContentError
from home.seed.po_checks import find_mistakes
from home.seed.po_files import PoFile, file_of, read_po_files, write_po_file
from home.seed.po_texts import Translated, everything_translated


class Command(BaseCommand):
    """Writes an entry for each English text, keeps the translations, and removes entries that no page has any more."""

    help = "Write the English texts of all pages into the PO files under home/content/es/, for translators."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; list what is missing or wrong")
        parser.add_argument("--only", metavar="PATH", help="only this file, for example conditions-we-treat/neck-pain")
        parser.add_argument("--content", type=Path, default=SPANISH_CONTENT, help="the folder with the PO files")

    def handle(self, *args: Any, check: bool, only: str | None, content: Path, **options: Any) -> None:
        try:
            files = read_po_files(content)
        except ContentError as error:
            raise CommandError(f"Fix the PO files first:\n{error}") from error
        translated = [one for one in everything_translated() if only in (None, one.path)]
        if check:
            self._check(translated, files)
            return
        for one in translated:
            old = files.get(one.path) or PoFile(one.path, one.path)
            write_po_file(file_of(content, one.path, one.has_children), one.texts, old)
            missing = len(old.missing(one.texts))
            self.stdout.write(f"{one.path or 'home':<60} {missing} to translate")

    def _check(self, translated: list[Translated], files: dict[str, PoFile]) -> None:
        """Print every mistake. Raises `CommandError` if there is one."""
        mistakes = [mistake for one in translated for mistake in check_file(one, files.get(one.path))]
        for mistake in mistakes:
            self.stdout.write(mistake)
        if mistakes:
            raise CommandError(f"{len(mistakes)} mistakes in the PO files.")


def check_file(translated: Translated, po_file: PoFile | None) -> list[str]:
    """Return a line for each text without a translation, each mistake, and each entry that no text needs."""
    if po_file is None:
        return [f"{translated.path or 'home'}: there is no PO file. Run update_po_files."]
    mistakes, used = [], []
    for text in translated.texts:
        entry = po_file.entry(text)
        if entry is None or not entry.msgstr:
            mistakes.append(f"{po_file.name}: not translated: {beginning(text.text)}")
            continue
        used.append(entry)
        mistakes += [
            f"{po_file.name}, line {entry.linenum}: {reason} ({beginning(entry.msgstr)})"
            for reason in find_mistakes(text, entry.msgstr)
        ]
    stale = [entry for entry in po_file.entries.values() if not any(entry is one for one in used) and entry.msgstr]
    mistakes += [
        f"{po_file.name}, line {entry.linenum}: no page has this text: {beginning(entry.msgid)}" for entry in stale
    ]
    return list(dict.fromkeys(mistakes))


def beginning(text: str) -> str:
    """Return the first letters of a text on one line."""
    return " ".join(text.split())[:80]
