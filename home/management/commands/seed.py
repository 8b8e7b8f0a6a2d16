"""Publish the pages of the content files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

import home
from home.seed.action import Action
from home.seed.clinical_review import create_clinical_review
from home.seed.files import ContentError, read_content
from home.seed.groups import create_groups
from home.seed.po_files import read_po_files
from home.seed.seeder import Seeder, Step
from home.seed.snippets import RowStep
from home.seed.translations import TranslationSeeder, TranslationStep
from pages.postponed import postpone

CONTENT = Path(home.__file__).parent / "content" / "en"
SPANISH = "es"  # the folder of the PO files, beside that of the English content
SPANISH_CONTENT = CONTENT.parent / SPANISH
AnyStep = Step | RowStep | TranslationStep
DONE = {Action.CREATE: "created", Action.UPDATE: "updated", Action.RESTORE: "restored"}


class Command(BaseCommand):
    """Publishes pages and shared rows of the content files that are missing or out of date, and creates user groups.

    Does not change pages, rows or groups that staff have edited.
    """

    help = "Publish the pages under home/content/. Pages that staff have edited, unpublished or deleted do not change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list what would be done, and change nothing")
        parser.add_argument(
            "--only",
            metavar="PATH",
            help="publish only this page as in its file, even if staff have edited or deleted it; "
            "the edited version stays in the page's history (example: conditions-we-treat/mid-back-pain)",
        )
        parser.add_argument("--english-only", action="store_true", help="do not publish the Spanish pages")
        parser.add_argument("--content", type=Path, default=CONTENT, help="the folder with the content files")

    def handle(
        self,
        *args: Any,
        dry_run: bool,
        only: str | None,
        english_only: bool,
        content: Path,
        verbosity: int,
        **options: Any,
    ) -> None:
        try:
            report = self._report if verbosity else lambda step: None
            seeder = Seeder(read_content(content), restore=_path(only), report=report)
            po_files = {} if english_only else read_po_files(content.parent / SPANISH)
            with transaction.atomic(), postpone():
                steps = seeder.plan() if dry_run else seeder.run()
                translation_steps = TranslationSeeder(po_files, report, _path(only)).run(dry_run)
        except ContentError as error:
            raise CommandError(f"Nothing was written. Fix the content files first:\n{error}") from error
        if dry_run:
            planned: list[AnyStep] = [*seeder.row_steps, *steps, *translation_steps]
            for step in planned:
                self.stdout.write(f"{_name(step):<60} {step.action.value}")
        else:
            create_groups()
            create_clinical_review()
        if verbosity:
            self.stdout.write(self._summary(seeder.row_steps, "shared rows", dry_run))
            self.stdout.write(self._summary(steps, "pages", dry_run))
            self.stdout.write(self._summary(translation_steps, "Spanish files", dry_run))

    def _report(self, step: AnyStep) -> None:
        if step.action is not Action.KEEP_SAME:
            self.stdout.write(f"{_name(step):<60} {DONE.get(step.action, step.action.value)}")

    @staticmethod
    def _summary(steps: Sequence[AnyStep], what: str, dry_run: bool) -> str:
        written = sum(step.action.writes for step in steps)
        kept = sum(step.action in (Action.KEEP_EDITED, Action.KEEP_DELETED) for step in steps)
        would = "would be written" if dry_run else "written"
        same = len(steps) - written - kept
        return f"{len(steps)} {what}: {written} {would}, {kept} kept because staff changed them, {same} unchanged."


def _name(step: AnyStep) -> str:
    if isinstance(step, TranslationStep):
        return f"es: {step.path or 'home'}"
    if isinstance(step, RowStep):
        return f"{step.entry.model._meta.verbose_name} {step.entry.key}"
    return step.content.path or "home"


def _path(only: str | None) -> str | None:
    """Return the page's path. Accepts slashes around it, the name of the content file, and `home`."""
    if only is None:
        return None
    path = only.strip().removesuffix(".yaml").removesuffix("index").strip("/")
    return "" if path == "home" else path
