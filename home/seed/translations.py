"""Publish the Spanish pages of the PO files, except those that staff have changed or deleted since.

The texts are stored as wagtail-localize stores the work of a machine, so staff continue in its editor. A page is
published only if its file is complete.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from home.models import SeededTranslation
from home.seed.action import Action
from home.seed.files import ContentError
from home.seed.po_checks import find_mistakes
from home.seed.po_files import SEARCH_WORDS, PoFile, Text
from home.seed.po_texts import Translated, everything_translated, texts_of
from home.seed.values import digest_of
from pages.translations.carry import carry_over
from pages.translations.state import is_complete

TOOL = "seed"


@dataclass
class TranslationStep:
    """The action for one PO file."""

    path: str
    action: Action


Report = Callable[[TranslationStep], object]


class TranslationSeeder:
    """Compares the PO files with the site, and publishes translations that are missing or out of date.

    Run it after the English pages are published. `only` is the path of one page; the shared rows are then left out.
    `report` is called with each step when it is done.
    """

    def __init__(self, files: dict[str, PoFile], report: Report = lambda step: None, only: str | None = None) -> None:
        self.files = files
        self.report = report
        self.only = only

    def run(self, dry_run: bool = False) -> list[TranslationStep]:
        """Write the translations in one transaction, and return a step for each file. Raises `ContentError`.

        With `dry_run`, nothing is kept.
        """
        self.locale, _created = Locale.objects.get_or_create(language_code="es")
        self.records = {record.path: record for record in SeededTranslation.objects.all()}
        steps = []
        with transaction.atomic():
            for translated in everything_translated() if self.files else ():
                po_file = self.files.get(translated.path)
                if po_file and self.only in (None, translated.path):
                    step = TranslationStep(translated.path, self._write(translated, po_file))
                    self.report(step)
                    steps.append(step)
            transaction.set_rollback(dry_run)
        return steps

    def _write(self, translated: Translated, po_file: PoFile) -> Action:
        """Write the translations of one file, and return what was done."""
        texts = translated.texts
        digest = digest_of([[text.place, text.text, po_file.translation(text)] for text in texts])
        record = self.records.get(translated.path)
        if record and record.digest == digest:
            return Action.KEEP_SAME
        _check(texts, po_file)
        actions = {self._write_instance(one, po_file, is_new=record is None) for one in translated.instances}
        if actions and actions <= {Action.WAIT}:
            return Action.WAIT
        SeededTranslation.objects.update_or_create(path=translated.path, defaults={"digest": digest})
        return next((action for action in Action if action in actions), Action.KEEP_SAME)

    def _write_instance(self, instance: Any, po_file: PoFile, is_new: bool) -> Action:
        """Write the translation of one page or row."""
        target = instance.get_translation_or_none(self.locale)
        is_page = isinstance(instance, Page)
        action = Action.CREATE if target is None or (is_page and target.alias_of_id) else Action.UPDATE
        if action is Action.UPDATE and (is_new or self._is_edited(target)):
            return Action.KEEP_EDITED
        if action is Action.CREATE and not is_new and is_page:
            return Action.KEEP_DELETED
        if action is Action.CREATE and po_file.missing(texts_of(instance)):
            return Action.WAIT
        source, _created = TranslationSource.update_or_create_from_instance(instance)
        translation, created = Translation.objects.get_or_create(source=source, target_locale=self.locale)
        if not created and not translation.enabled:
            return Action.KEEP_DELETED
        self._write_strings(translation, po_file)
        self._write_search_words(translation, po_file)
        carry_over(translation)
        if not is_complete(translation):
            return Action.WAIT
        translation.save_target(publish=True)
        return action

    def _is_edited(self, target: Any) -> bool:
        """Return whether staff have translated a text of the page or row, unpublished it, or edit it by hand."""
        of_page = {"context__object_id": target.translation_key, "locale": self.locale}
        return (
            not getattr(target, "live", True)
            or StringTranslation.objects.filter(**of_page).exclude(tool_name=TOOL).exists()
            or SegmentOverride.objects.filter(**of_page, last_translated_by__isnull=False).exists()
            or not Translation.objects.filter(
                source__object_id=target.translation_key, target_locale=self.locale, enabled=True
            ).exists()
        )

    def _write_strings(self, translation: Translation, po_file: PoFile) -> None:
        """Store the translations of the texts of one page or row."""
        segments = StringSegment.objects.filter(source_id=translation.source_id).select_related("string", "context")
        known = {
            (one.translation_of_id, one.context_id): one
            for one in StringTranslation.objects.filter(
                context__object_id=translation.source.object_id, locale=self.locale
            )
        }
        new, changed = {}, []
        for segment in segments:
            data = po_file.translation(Text(segment.context.field_path, segment.string.data))
            key = (segment.string_id, segment.context_id)
            one = known.get(key)
            if data and one is None:
                new[key] = StringTranslation(
                    translation_of_id=segment.string_id,
                    context_id=segment.context_id,
                    locale=self.locale,
                    data=data,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
                    tool_name=TOOL,
                )
            elif data and one and one.data != data and one.tool_name == TOOL:
                one.data, one.has_error, one.field_error = data, False, ""
                changed.append(one)
        StringTranslation.objects.bulk_create(new.values())
        StringTranslation.objects.bulk_update(changed, ["data", "has_error", "field_error"])

    def _write_search_words(self, translation: Translation, po_file: PoFile) -> None:
        """Store the Spanish search words of a page. They replace the English ones."""
        segment = OverridableSegment.objects.filter(source_id=translation.source_id, context__path=SEARCH_WORDS).first()
        words = po_file.translation(Text(SEARCH_WORDS, ""))
        if segment and words:
            SegmentOverride.objects.update_or_create(
                locale=self.locale, context_id=segment.context_id, defaults={"data_json": json.dumps(words)}
            )


def _check(texts: Iterable[Text], po_file: PoFile) -> None:
    """Raise `ContentError` with every translation that lacks a tag, a placeholder or a number of its English text."""
    reasons = []
    for text in texts:
        entry = po_file.entry(text)
        if entry and entry.msgstr:
            for reason in find_mistakes(text, entry.msgstr):
                reasons += po_file.error(reason, entry.linenum).reasons
    if reasons:
        raise ContentError(*dict.fromkeys(reasons))
