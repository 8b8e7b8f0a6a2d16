"""Write the rows that pages share from their content files, except those that staff have changed since."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from wagtail.fields import StreamField
from wagtail.models import Locale, RevisionMixin, TranslatableMixin

from home.models import SeededRow
from home.seed.action import Action
from home.seed.files import ContentError, ContentFile, LineMapping
from home.seed.values import FindPage, Values, digest_of
from pages.models import Passage, Source, WarningSign
from pages.models.source import normalize_url

# By the name of the file. Passages refer to sources, so sources are written first.
MODELS: dict[str, type[models.Model]] = {"sources": Source, "warning_signs": WarningSign, "passages": Passage}
FIELDS_SET_BY_THE_SEED = ("id", "key", "locale", "translation_key", "latest_revision")
EMPTY_DIGEST = ""


@dataclass
class RowStep:
    """The action for the row of one entry of a content file. `row` is None if the row does not exist yet."""

    entry: "Entry"
    action: Action
    row: models.Model | None = None
    record: SeededRow | None = None


@dataclass
class Entry:
    """One row in a content file. `content` is its file, `line` the number of its line there."""

    model: type[models.Model]
    key: str
    content: ContentFile
    data: LineMapping
    line: int

    @property
    def model_name(self) -> str:
        """The name of the model in `SeededRow`."""
        return self.model._meta.model_name or ""

    @property
    def translation_key(self) -> Any:
        """The translation key of the row, the same on every site."""
        return uuid5(NAMESPACE_URL, f"{self.model._meta.label_lower}:{self.key}")

    @property
    def digest(self) -> str:
        """The SHA-256 of the entry."""
        return digest_of([self.key, self.data])


class SharedRows:
    """Compares the content files of the shared rows with the database, and writes rows that are missing or out of date.

    A row that staff have edited or deleted is not changed. With `only_missing`, neither is any other row that exists.
    With `only_check`, rows are written without what follows a save (history, search index, reviews): the caller rolls
    them back. `find_page` is as for `Values`.
    """

    def __init__(
        self, files: list[ContentFile], find_page: FindPage, only_missing: bool = False, only_check: bool = False
    ) -> None:
        self.find_page = find_page
        self.only_missing = only_missing
        self.only_check = only_check
        self.files = files
        self.not_linked: list[RowStep] = []
        self._keys: dict[tuple[type[models.Model], str], int] = {}

    @cached_property
    def entries(self) -> dict[tuple[type[models.Model], str], "Entry"]:
        """The entries of the files. Raises `ContentError`."""
        return {(entry.model, entry.key): entry for entry in _entries(self.files)}

    def plan(self) -> list[RowStep]:
        """Return a `RowStep` for each entry."""
        records = {(record.model, record.key): record for record in SeededRow.objects.all()}
        records_by_row = {(record.model, record.row_id): record for record in records.values()}
        rows = {model: model._default_manager.in_bulk() for model in MODELS.values()}
        steps = []
        for entry in self.entries.values():
            record = records.get((entry.model_name, entry.key))
            row = rows[entry.model].get(record.row_id) if record else _find_row(entry)
            if row and not record:
                record = records_by_row.get((entry.model_name, row.pk))
            if row:
                self._keys[entry.model, entry.key] = row.pk
            steps.append(RowStep(entry, _action(entry, row, record), row, record))
        return steps

    def run(self) -> list[RowStep]:
        """Carry out the plan and return its steps. Raises `ContentError` with all mistakes in the files."""
        repeated = self._repeated_addresses()
        reasons = list(repeated.values())
        steps = self.plan()
        for step in steps:
            if step.action.writes and step.entry.key not in repeated and not (step.row and self.only_missing):
                try:
                    self._write(step)
                except ContentError as error:
                    reasons += error.reasons
        if reasons:
            raise ContentError(*reasons)
        return steps

    def find_row(self, model: type[models.Model], key: str) -> int:
        """Return the primary key of the row. Raises `LookupError` if no content file has it.

        A row that staff have deleted is created again, because a page of the content files needs it.
        """
        entry = self.entries.get((model, key))
        if entry is None:
            raise LookupError(key)
        if (model, key) in self._keys:
            return self._keys[model, key]
        record = SeededRow.objects.filter(model=model._meta.model_name, key=key).first()
        row = (record and model._default_manager.filter(pk=record.row_id).first()) or _find_row(entry)
        if row is None:
            row = self._write(RowStep(entry, Action.CREATE, record=record))
        self._keys[model, key] = row.pk
        return row.pk

    def link_pages(self) -> None:
        """Write the rows again that refer to pages which were not written yet. Raises `ContentError`."""
        steps, self.not_linked = self.not_linked, []
        for step in steps:
            self._write(step)

    def _write(self, step: RowStep) -> models.Model:
        """Write the row, and record what was written, unless this is only a check. Raises `ContentError`."""
        entry = step.entry
        row = step.row or entry.model(**_identity(entry))
        if isinstance(row, Source) and step.record and step.record.file_digest == EMPTY_DIGEST:
            row.key = entry.key
        if not self._fill(row, entry):
            self.not_linked.append(step)
        if self.only_check:
            row.save_base(raw=True)
        else:
            row.save()
            self._record(step, row)
        self._keys[entry.model, entry.key] = row.pk
        step.row = row
        return row

    @staticmethod
    def _record(step: RowStep, row: models.Model) -> None:
        """Save a revision, and record what was written."""
        entry = step.entry
        if isinstance(row, RevisionMixin):
            row.save_revision(log_action=True)
        values = {"key": entry.key, "row_id": row.pk, "file_digest": entry.digest, "row_digest": row_digest(row)}
        step.record = step.record or SeededRow(model=entry.model_name)
        for name, value in values.items():
            setattr(step.record, name, value)
        step.record.save()

    def _fill(self, row: models.Model, entry: Entry) -> bool:
        """Set the row's fields to the values in the file. Return whether all pages that it refers to exist."""
        found = []

        def find_page(path: str) -> int | None:
            found.append(self.find_page(path))
            return found[-1]

        file = ContentFile(entry.content.name, f"{entry.model_name}:{entry.key}", entry.data)
        values = Values(file, find_page, self.find_row)
        known = _fields(entry.model)
        for key in entry.data:
            if key not in known:
                raise values.unknown(key, entry.data.lines[key], f"a {entry.model._meta.verbose_name}", known)
        for name, field in known.items():
            value = field.get_default()
            if name in entry.data:
                value = values.value(field, entry.data[name], entry.data.lines[name])
            setattr(row, field.attname, value)
        try:
            row.full_clean()
        except ValidationError as error:
            raise ContentError(
                *(
                    f"{entry.content.name}, line {entry.data.lines.get(name, entry.line)}: {name}: {' '.join(messages)}"
                    for name, messages in error.message_dict.items()
                )
            ) from error
        return None not in found

    def _repeated_addresses(self) -> dict[str, str]:
        """Return a message for each source whose address another source above it has, by the key."""
        seen: dict[str, str] = {}
        repeated = {}
        for entry in self.entries.values():
            url = entry.data.get("url")
            if entry.model is Source and isinstance(url, str):
                first = seen.setdefault(normalize_url(url), entry.key)
                if first != entry.key:
                    place = f"{entry.content.name}, line {entry.data.lines['url']}"
                    repeated[entry.key] = f"{place}: url: “{first}” above has this address. Use that source."
        return repeated


def row_digest(row: models.Model) -> str:
    """Return the SHA-256 of the row's values. PostgreSQL returns the keys of a stream's JSON in another order."""
    values = {name: field.value_to_string(row) for name, field in _fields(type(row)).items()}
    streams = {name for name, field in _fields(type(row)).items() if isinstance(field, StreamField)}
    sorted_streams = {name: json.dumps(json.loads(values[name] or "[]"), sort_keys=True) for name in streams}
    return digest_of(values | sorted_streams)


def _entries(files: list[ContentFile]) -> Iterator[Entry]:
    """Yield the entries of all files. Raises `ContentError` for a file or an entry that is not as it should be."""
    reasons = []
    for name in sorted({file.path for file in files} - set(MODELS)):
        reasons.append(f"snippets/{name}.yaml: the files of this folder are {', '.join(MODELS)}.")
    by_name = {file.path: file for file in files}
    found = []
    for name, model in MODELS.items():
        for key, data in by_name[name].data.items() if name in by_name else ():
            content, line = by_name[name], by_name[name].data.lines[key]
            if isinstance(data, LineMapping):
                found.append(Entry(model, key, content, data, line))
            else:
                reasons += content.error(f"“{key}” must have keys: {', '.join(_fields(model))}.", line).reasons
    if reasons:
        raise ContentError(*reasons)
    yield from found


def _fields(model: type[models.Model]) -> dict[str, Any]:
    """Return the fields that a content file can set, by name. Files cannot set or remove a review."""
    return {
        field.name: field
        for field in model._meta.local_concrete_fields
        if field.editable and field.name not in FIELDS_SET_BY_THE_SEED
    }


def _identity(entry: Entry) -> dict[str, Any]:
    if issubclass(entry.model, TranslatableMixin):
        return {"key": entry.key, "locale": Locale.get_default(), "translation_key": entry.translation_key}
    return {"key": entry.key}


def _find_row(entry: Entry) -> models.Model | None:
    """Return the row of this entry that the seed has not written: staff or a migration did."""
    rows = entry.model._default_manager
    if issubclass(entry.model, TranslatableMixin):
        return rows.filter(key=entry.key, locale=Locale.get_default()).first()
    url = entry.data.get("url", "")
    by_address = rows.filter(normalized_url=normalize_url(url)).first() if isinstance(url, str) else None
    return by_address or rows.filter(key=entry.key).first()


def _action(entry: Entry, row: models.Model | None, record: SeededRow | None) -> Action:
    if not record:
        return Action.KEEP_EDITED if row else Action.CREATE
    if not row:
        return Action.KEEP_DELETED
    if record.file_digest == entry.digest:
        return Action.KEEP_SAME
    return Action.UPDATE if record.row_digest == row_digest(row) else Action.KEEP_EDITED
