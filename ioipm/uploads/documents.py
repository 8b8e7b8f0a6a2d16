"""The form for documents: their size is limited, and their content must be what their name says."""

from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from forms.inbox.files.checks import ACCEPTED, read

MEGABYTE = 1024 * 1024
MAXIMUM_BYTES = 20 * MEGABYTE
MAXIMUM_UNPACKED_BYTES = 200 * MEGABYTE
# The part that every file of the format has (ISO/IEC 29500-1, 11.3.10 and 12.3.23).
MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
# The characters that a text file does not contain: all control characters but tab, line break and page break.
BINARY = bytes(set(range(32)) - set(b"\t\n\f\r"))

REFUSALS = {
    "too_big": _(
        "This document is larger than 20 MB. Save a smaller copy, for example with fewer or smaller pictures."
    ),
    "empty": _("This document is empty. Choose the file again."),
    "disguised": _("This file is not what the ending of its name says. Save it again as PDF, then upload that file."),
    "damaged": _("This document cannot be opened. It may be damaged. Save it again, then upload that file."),
    "password": _("This document opens only with a password. Readers do not have it. Save a copy without it."),
    "active": _("This document has a script, a macro or another file inside. Print it to a new PDF, and upload that."),
    "reaches_out": _(
        "This document opens an address or another file on its own. Print it to a new PDF, and upload that."
    ),
    "xfa": _("Only Adobe's programs can show this form. Print it to a new PDF, and upload that."),
    "something_else": _("This file holds more than a document. Print it to a new PDF, and upload that."),
    "too_large": _("This document is too large to open safely. Print it to a new PDF, and upload that."),
}


class DocumentForm(BaseDocumentForm):
    """Wagtail's form, with a check of the file's size and content."""

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data. Add an error if a new file is too large or not what its name says."""
        data = super().clean()
        file = data.get("file")
        code = check(file) if isinstance(file, UploadedFile) else ACCEPTED
        if code == ACCEPTED:
            return data
        self.add_error("file", ValidationError(REFUSALS.get(code, REFUSALS["too_large"]), code=code))
        # Without a file, Wagtail's model would add a second error, about the ending of its name.
        return {**data, "file": file}


def check(file: UploadedFile) -> str:
    """Return `ACCEPTED`, or the key of the reason in `REFUSALS`. The ending of the name is one that Wagtail accepts."""
    if not file.size:
        return "empty"
    if file.size > MAXIMUM_BYTES:
        return "too_big"
    file.seek(0)
    content = file.read()
    file.seek(0)
    ending = PurePath(file.name or "").suffix.lower().lstrip(".")
    if ending == "pdf":
        return read("pdf", content)[0] if b"%PDF-" in content[:1024] else "disguised"
    if ending in MAIN_PART:
        return _check_office(content, MAIN_PART[ending])
    return _check_text(content)


def _check_office(content: bytes, main_part: str) -> str:
    """Check a Word or Excel file, which is a ZIP archive, without unpacking it."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, OverflowError):
        # A Word or Excel file with a password is no ZIP archive, but an OLE file.
        return "password" if content.startswith(b"\xd0\xcf\x11\xe0") else "disguised"
    names = {part.filename for part in parts}
    if main_part not in names:
        return "disguised"
    if sum(part.file_size for part in parts) > MAXIMUM_UNPACKED_BYTES:
        return "too_large"
    has_code = any(name.lower().endswith(("vbaproject.bin", ".exe", ".ole", ".js")) for name in names)
    has_files = any("/embeddings/" in name or "/activex/" in name.lower() for name in names)
    return "active" if has_code or has_files else ACCEPTED


def _check_text(content: bytes) -> str:
    """Check that the file is text: UTF-8, or an older encoding of one byte for each character."""
    return "disguised" if content.translate(None, delete=BINARY) != content else ACCEPTED
