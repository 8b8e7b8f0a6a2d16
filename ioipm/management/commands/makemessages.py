"""Collect the texts of the interface for translators, so that the file changes only where a text changed."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Run Django's `makemessages` for every language but English, and write the file in a stable form.

    Entries are sorted by their text, so that moving code moves no entry. Lines are not wrapped, and places in the code
    and the date of the run are left out. A new text gets no guess from a similar one (gettext calls that fuzzy), which
    would be a wrong translation. A text that is no longer used is removed.
    """

    # Without --previous, which notes the former text of a guess.
    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching"]

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(
            locale=[code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE],
            ignore_patterns=["var", "var/*", "tests/*", "node_modules/*"],
            no_wrap=True,
            no_location=True,
            no_obsolete=True,
        )

    def write_po_file(self, potfile: str, locale: str) -> None:
        path = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        before = polib.pofile(str(path)) if path.exists() else []
        super().write_po_file(potfile, locale)
        texts = polib.pofile(str(path), wrapwidth=0)
        texts.metadata["POT-Creation-Date"] = ""
        texts.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
        texts.save()
        self._report_removed(before, texts)

    def _report_removed(self, before: list[polib.POEntry], after: list[polib.POEntry]) -> None:
        """Print the translated texts that are no longer used: one of them may have been reworded by mistake."""
        used = {(entry.msgctxt, entry.msgid) for entry in after}
        for entry in before:
            if entry.translated() and (entry.msgctxt, entry.msgid) not in used:
                self.stdout.write(f"Removed, with its translation: {entry.msgid}")
