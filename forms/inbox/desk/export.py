"""Messages as rows of a spreadsheet: one column for a field, whatever the language it was filled in."""

import csv
from collections import Counter
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from wagtail.admin.utils import get_user_display_name

from forms.inbox.desk.decryption import CANNOT_BE_OPENED, content_of, file_name
from forms.inbox.models import Attachment, Form, KnownField, Message
from forms.inbox.models.known_field import FILES
from pages.spreadsheets import escape_formula

AT_ONCE = 500
MOST_IN_XLSX = 10_000  # written whole before the first byte is sent: some ten seconds
LONGEST_CELL = 32_000  # Excel takes 32,767 characters


class Export:
    """The heading and, one at a time, the rows of the messages in a queryset.

    Nothing but one batch of messages is in memory. Words of the interface are in the language in which it was made.
    """

    def __init__(self, messages):
        files = Attachment.objects.only("message_id", "sealed_name")
        messages = messages.defer("words", "fingerprint").select_related("form", "owner")
        self.messages = messages.prefetch_related(Prefetch("attachments", files))
        self.fields = self._fields()
        self.columns = {(field.form_id, field.key): column for column, field in enumerate(self.fields)}
        self.statuses = {value: str(label) for value, label in Message.Status.choices}
        self.languages = {code: _(str(name)) for code, name in settings.LANGUAGES}
        self.cannot_be_opened = str(CANNOT_BE_OPENED)
        self.time_zone = ZoneInfo(settings.TIME_ZONE)

    @property
    def heading(self):
        """The labels of all columns, no two of them the same."""
        before = [_("Reference"), _("Sent"), _("Form"), _("Language"), _("Status"), _("Owner")]
        after = [_("Files"), _("Remarks")]
        return [*before, *self._labels({*before, *after}), *after]

    def rows(self):
        """Yield a list of texts for each message, in the columns' order."""
        for message in self.messages.iterator(chunk_size=AT_ONCE):
            yield self._row(message)

    def _fields(self):
        """Return the fields of the forms that have messages here, form by form; file fields are no columns."""
        messages = self.messages.order_by()
        forms = [form for form in Form.objects.all() if messages.filter(form=form).exists()]
        return list(KnownField.objects.filter(form__in=forms).exclude(field_type=FILES).select_related("form"))

    def _labels(self, taken):
        """The fields' labels: with the form's name where another column has it, numbered where that does not help."""
        times = Counter(field.label for field in self.fields)
        labels = []
        for field in self.fields:
            label = field.label
            if times[label] > 1 or label in taken:
                label = f"{label} ({field.form.name})"
            number, unique = 1, label
            while unique in taken:
                number += 1
                unique = f"{label} ({number})"
            taken.add(unique)
            labels.append(unique)
        return labels

    def _row(self, message):
        answers, remarks = [""] * len(self.fields), []
        if content_of(message) is None:
            remarks.append(self.cannot_be_opened)
        else:
            for answer in message.answers:
                value = answer["value"]
                text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
                column = self.columns.get((message.form_id, answer["key"]))
                if column is not None:
                    answers[column] = text
                elif text:
                    remarks.append(f"{answer['label']}: {text}")
        return [
            message.reference,
            f"{message.sent_at.astimezone(self.time_zone):%Y-%m-%d %H:%M}",
            message.form.name,
            self.languages.get(message.language, message.language),
            self.statuses[message.status],
            get_user_display_name(message.owner) if message.owner else "",
            *answers,
            ", ".join(str(file_name(attachment)) for attachment in message.attachments.all()),
            "\n".join(remarks),
        ]


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text):
        """Return the text."""
        return text


def stream_csv(export):
    """Yield the file in parts, the heading at once; as Excel wants it (RFC 4180, with a byte order mark)."""
    writer = csv.writer(Echo())
    yield ("\ufeff" + writer.writerow(map(escape_formula, export.heading))).encode()
    for row in export.rows():
        yield writer.writerow(map(escape_formula, row)).encode()


def write_xlsx(export):
    """Return a temporary file with the workbook, at its beginning; it is gone once it is closed."""
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


def _cells(sheet, texts):
    for text in texts:
        text = escape_formula(text)
        if len(text) > LONGEST_CELL:
            text = f"{text[:LONGEST_CELL]} … {_('(cut, see the CSV)')}"
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"  # text, whatever it looks like
        yield cell
