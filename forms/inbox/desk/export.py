"""Export messages as CSV or XLSX: one row for each message, one column for each field in all languages."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles.numbers import FORMAT_TEXT
from wagtail.admin.utils import get_user_display_name

from forms.inbox.desk.answers import answer_text
from forms.inbox.desk.decryption import CANNOT_BE_OPENED, decrypted_content, file_name
from forms.inbox.models import Attachment, ClinicLocation, Form, KnownField, Message
from forms.inbox.models.known_field import FILES
from pages.clinic_time import exported_time
from pages.spreadsheets import csv_text, escape_formula

BATCH_SIZE = 500  # messages in memory at the same time
MAXIMUM_XLSX_ROWS = 10_000  # a workbook is complete before its first byte is sent, which takes about ten seconds
MAXIMUM_CELL_LENGTH = 32_000  # Excel accepts 32,767 characters


class Export:
    """The heading and the rows of an export. Rows are read in batches, so that memory use does not grow.

    Texts of the interface are in the language that is active when the object is created.
    """

    def __init__(self, messages: QuerySet[Message]) -> None:
        files = Attachment.objects.only("message_id", "sealed_name")
        messages = messages.defer("words", "fingerprint").select_related("form", "location", "owner")
        self.messages = messages.prefetch_related(Prefetch("attachments", files))
        self.has_locations = ClinicLocation.objects.exists()
        self.fields = self._fields()
        self.columns = {(field.form_id, field.key): column for column, field in enumerate(self.fields)}
        self.statuses = {value: str(label) for value, label in Message.Status.choices}
        self.languages = {code: _(str(name)) for code, name in settings.LANGUAGES}
        self.cannot_be_opened = str(CANNOT_BE_OPENED)

    @property
    def heading(self) -> list[str]:
        """Return the labels of all columns. No two are equal."""
        location = [_("Location")] if self.has_locations else []
        before = [_("Reference"), _("Sent"), _("Form"), *location, _("Language"), _("Status"), _("Owner")]
        after = [_("Files"), _("Remarks")]
        return [*before, *self._unique_labels({*before, *after}), *after]

    def rows(self) -> Iterator[list[str]]:
        """Yield the texts of one message after the other, in the order of the columns."""
        for message in self.messages.iterator(chunk_size=BATCH_SIZE):
            yield self._row(message)

    def _fields(self) -> list[KnownField]:
        """Return the fields of all forms that have messages in the export, without the fields for files."""
        messages = self.messages.order_by()
        forms = [form for form in Form.objects.all() if messages.filter(form=form).exists()]
        return list(KnownField.objects.filter(form__in=forms).exclude(field_type=FILES).select_related("form"))

    def _unique_labels(self, taken: set[str]) -> list[str]:
        """Return the labels of the fields.

        If another column has the same label, the name of the form is added, and then a number if that is not enough.
        """
        occurrences = Counter(field.label for field in self.fields)
        labels = []
        for field in self.fields:
            label = field.label
            if occurrences[label] > 1 or label in taken:
                label = f"{label} ({field.form.name})"
            number, unique = 1, label
            while unique in taken:
                number += 1
                unique = f"{label} ({number})"
            taken.add(unique)
            labels.append(unique)
        return labels

    def _row(self, message: Message) -> list[str]:
        answers, remarks = self._answers(message)
        return [
            message.reference,
            exported_time(message.sent_at),
            message.form.name,
            *([str(message.location or "")] if self.has_locations else []),
            self.languages.get(message.language, message.language),
            self.statuses[message.status],
            get_user_display_name(message.owner) if message.owner else "",
            *answers,
            ", ".join(str(file_name(attachment)) for attachment in message.attachments.all()),
            "\n".join(remarks),
        ]

    def _answers(self, message: Message) -> tuple[list[str], list[str]]:
        """Return the answers in the order of the columns, and remarks: all other answers that are not empty."""
        answers, remarks = [""] * len(self.fields), []
        if decrypted_content(message) is None:
            return answers, [self.cannot_be_opened]
        for answer in message.answers:
            text = answer_text(answer)
            column = self.columns.get((message.form_id, answer["key"]))
            if column is not None:
                answers[column] = text
            elif text:
                remarks.append(f"{answer['label']}: {text}")
        return answers, remarks


class Echo:
    """A file for `csv.writer` whose `write` returns the line instead of storing it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def stream_csv(export: Export) -> Iterator[bytes]:
    """Yield the CSV file line by line (RFC 4180). Excel needs the byte order mark to recognize UTF-8.

    Each cell is in quotes: a program that splits lines at semicolons would make cells of parts of an answer.
    """
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield ("\ufeff" + writer.writerow(map(csv_text, export.heading))).encode()
    for row in export.rows():
        yield writer.writerow(map(csv_text, row)).encode()


def write_xlsx(export: Export) -> IO[bytes]:
    """Return a temporary file with the workbook, positioned at its beginning. Closing the file deletes it."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("Messages"))
    sheet.freeze_panes = "A2"
    sheet.append(_cells(sheet, export.heading))
    for row in export.rows():
        sheet.append(_cells(sheet, row))
    file = TemporaryFile()  # noqa: SIM115 – closed by the response
    workbook.save(file)
    file.seek(0)
    return file


def _cells(sheet: Any, texts: Iterable[str]) -> Iterator[WriteOnlyCell]:
    for text in texts:
        text = escape_formula(text)
        if len(text) > MAXIMUM_CELL_LENGTH:
            text = f"{text[:MAXIMUM_CELL_LENGTH]} … {_('(cut, see the CSV)')}"
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"  # always text, never a formula or a number
        cell.number_format = FORMAT_TEXT  # it stays text when somebody edits it
        yield cell
