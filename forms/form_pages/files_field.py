"""The form field for files.

Validation (`FilesField.clean`) checks files and writes nothing. After it, `FilesField.store` stores the files that
were accepted. They are stored even if the form has errors elsewhere, so that nobody must choose them again: the form
then carries their tickets, and the browser sends the tickets with the next attempt.
"""

import json
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from forms.inbox.files import scanner, store
from forms.inbox.files.checks import REFUSALS, CheckedFile, check, refusal
from forms.inbox.files.kinds import ACCEPTED
from forms.inbox.files.limits import MAXIMUM_FILE_BYTES, MAXIMUM_FILES, MAXIMUM_TOTAL_BYTES, UNCLAIMED_HOURS
from forms.inbox.files.names import clean_name
from forms.inbox.files.other_kinds import KEYS_BY_ENDING, SENTENCES
from forms.inbox.models import Attachment

logger = logging.getLogger(__name__)

MAXIMUM_REPORTED = 10  # file names that the script left out

SCRIPT_TEXTS = {
    "count": _("Attachments (%(count)s)"),
    "remove": _("Remove %(name)s"),
    "removed": _("%(name)s was removed."),
    "sending": _("Sending: %(percent)s percent"),
}


@dataclass
class SentFiles:
    """What the browser sent for one field.

    `uploads` are new files. `tickets` belong to files that were stored after an earlier attempt, and `removed` are the
    tickets of those that the sender took away. `left_out` are files that our script did not send: pairs of a key of
    `_script_refusals` and the file's name.
    """

    key: str
    uploads: list[UploadedFile] = field(default_factory=list)
    tickets: list[UUID] = field(default_factory=list)
    removed: list[UUID] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class AcceptedFile:
    """A new file that passed all checks, with the virus scanner's verdict. It is not stored yet."""

    checked: CheckedFile
    verdict: Attachment.Verdict


class ScanBudget:
    """The seconds that a visitor still waits for the virus scanner. The time of our own checks does not count."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def scan(self, content: bytes) -> Attachment.Verdict:
        """Return the scanner's verdict, or `WAITING` if the time is used up."""
        started = time.monotonic()
        try:
            return scanner.scan(content, self.left)
        finally:
            self.left -= time.monotonic() - started


class FilesWidget(forms.Widget):
    """A file input that lists the files stored already, each with a box to remove it."""

    template_name = "forms/files.html"
    needs_multipart_form = True
    kept: Iterable[Attachment] = ()

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        limits = {"files": MAXIMUM_FILES, "file-bytes": MAXIMUM_FILE_BYTES, "request-bytes": MAXIMUM_TOTAL_BYTES}
        own = {"kept": self.kept, "accepted": ACCEPTED, "limits": limits, "texts": _texts_for_script()}
        own["other_kinds"] = json.dumps(KEYS_BY_ENDING)
        context = super().get_context(name, value, attrs)
        if self.kept:
            context["widget"]["attrs"].pop("required", None)
        return context | own

    def value_from_datadict(self, data: Any, files: MultiValueDict, name: str) -> SentFiles:
        has_lists = hasattr(files, "getlist")
        uploads: list[Any] = files.getlist(name) if has_lists else [files[name]] if name in files else []
        tickets, removed, left_out = (
            data.getlist(key) if hasattr(data, "getlist") else data.get(key, [])
            for key in (f"{name}_ticket", f"{name}_remove", f"{name}_left_out")
        )
        pairs = [text.partition(" ")[::2] for text in left_out[:MAXIMUM_REPORTED]]
        return SentFiles(name, uploads, _uuids(tickets), _uuids(removed), pairs)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # a form that was sent without files has no key for them

    def id_for_label(self, id_: str) -> str:
        return id_


class FilesField(forms.Field):
    """A field for up to three files. Its value is a list of `Attachment` rows, once `store` was called."""

    widget = FilesWidget
    default_error_messages = {
        "required": _("Choose at least one file."),
        "too_many": _("“%(name)s” was left out: a message holds %(files)d files. Send the rest in a second message."),
        "too_much": _(
            "“%(name)s” was left out: together the files are larger than 20 MB. Send it in a second message."
        ),
        "gone": _("A file you chose before was kept for %(hours)d hours and is gone. Choose it again."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.help_text = self.help_text or _(
            "Up to 3 files: PDF, JPEG, PNG or HEIC, each up to 7 MB, together up to 20 MB."
        )
        self.sent = SentFiles("")
        self.attachments: list[Attachment] = []
        self.accepted: list[AcceptedFile] = []

    def __deepcopy__(self, memo: dict) -> "FilesField":
        """Return a copy with lists of its own: Django copies the fields of a form class for each form."""
        copy = super().__deepcopy__(memo)
        copy.attachments, copy.accepted = [], []
        return copy

    def clean(self, value: SentFiles | None) -> list[Attachment]:
        """Check the files and return those stored earlier; `store` adds the new ones to the list.

        Raises `ValidationError` with a sentence for each file that is not accepted.
        """
        self.sent = value or SentFiles("")
        scan_budget = ScanBudget(scanner.SECONDS_WHILE_VISITOR_WAITS)
        errors = self._find_stored()
        errors += _left_out_errors(self.sent.left_out)
        for upload in self.sent.uploads:
            try:
                self._raise_if_no_room(upload)
                self.accepted.append(_accept(upload, scan_budget))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        if self.required and not self.attachments and not self.accepted:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.attachments

    def store(self) -> list[ValidationError]:
        """Store the accepted files, and delete those that the sender took away.

        Return an error for each file that could not be stored. Raises `django.db.DatabaseError`.
        """
        mine = Attachment.objects.filter(field_key=self.sent.key)
        store.unclaimed().filter(pk__in=mine.filter(ticket__in=self.sent.removed)).delete()
        store.keep_waiting(self.attachments)
        errors = []
        for file in self.accepted:
            try:
                self.attachments.append(_store(file, self.sent.key))
            except ValidationError as error:
                errors.append(error)
        self.accepted = []
        self.widget.kept = self.attachments
        return errors

    def has_changed(self, initial: Any, data: SentFiles | None) -> bool:
        return bool(data and (data.uploads or data.tickets))

    def _find_stored(self) -> list[ValidationError]:
        """Set `attachments` to the files of the tickets, and return an error if one is no longer stored."""
        wanted = set(self.sent.tickets) - set(self.sent.removed)
        if not wanted:
            return []
        found = Attachment.objects.filter(
            field_key=self.sent.key, ticket__in=wanted, created_at__gt=store.oldest_unclaimed()
        )
        self.attachments.extend(found)
        if len(self.attachments) == len(wanted):
            return []
        return [ValidationError(self.error_messages["gone"], code="gone", params={"hours": UNCLAIMED_HOURS})]

    def _raise_if_no_room(self, upload: UploadedFile) -> None:
        size = upload.size or 0
        if size > MAXIMUM_FILE_BYTES:
            raise refusal("too_big", upload.name)
        stored_bytes = sum(attachment.size for attachment in self.attachments)
        accepted_bytes = sum(len(file.checked.content) for file in self.accepted)
        if len(self.attachments) + len(self.accepted) >= MAXIMUM_FILES:
            code, values = "too_many", {"files": MAXIMUM_FILES}
        elif not getattr(upload, "is_whole", True) or stored_bytes + accepted_bytes + size > MAXIMUM_TOTAL_BYTES:
            code, values = "too_much", {}
        else:
            return
        raise ValidationError(self.error_messages[code], code=code, params={"name": upload.name, **values})


def _accept(upload: UploadedFile, scan_budget: ScanBudget) -> AcceptedFile:
    content = upload.read()
    checked = check(upload.name or "", content)
    verdict = scan_budget.scan(content)
    if verdict is Attachment.Verdict.INFECTED:
        raise refusal("infected", upload.name)
    return AcceptedFile(checked, verdict)


def _store(file: AcceptedFile, key: str) -> Attachment:
    try:
        return store.store_file(file.checked, key, file.verdict)
    except DatabaseError:
        raise
    except Exception as error:  # disks and buckets fail in different ways, and no failure may lose the message
        logger.exception("A file could not be written to the private storage")
        raise refusal("not_kept", file.checked.name) from error


def _left_out_errors(left_out: list[tuple[str, str]]) -> list[ValidationError]:
    """Return an error for each file that the script did not send, so that the sender learns that it is missing."""
    sentences = _script_refusals()
    return [
        ValidationError(sentences[code], code=code, params={"name": clean_name(name) or "?"})
        for code, name in left_out
        if code in sentences
    ]


def _script_refusals() -> dict[str, Any]:
    """Return the reasons for which the script leaves a file out: the server's own sentences with `%(name)s`."""
    messages = FilesField.default_error_messages
    return {
        "kind": REFUSALS["kind"],
        "empty": REFUSALS["empty"],
        "too-big": REFUSALS["too_big"],
        "too-many": messages["too_many"] % {"name": "%(name)s", "files": MAXIMUM_FILES},
        "too-much": messages["too_much"],
        **SENTENCES,
    }


def _texts_for_script() -> dict[str, Any]:
    """Return the sentences that the script shows before anything is sent."""
    return _script_refusals() | SCRIPT_TEXTS


def _uuids(texts: Iterable[str]) -> list[UUID]:
    uuids = []
    for text in texts:
        try:
            uuids.append(UUID(str(text)))
        except ValueError:
            continue
    return uuids
