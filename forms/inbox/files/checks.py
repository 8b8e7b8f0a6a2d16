"""Decide whether an uploaded file is accepted, and return the content to store."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms.inbox.files.kinds import Kind, kind_of_content, kind_of_name
from forms.inbox.files.limits import MAXIMUM_FILE_BYTES
from forms.inbox.files.names import clean_name, is_deceptive
from forms.inbox.files.other_kinds import SENTENCES, other_kind_of_content, other_kind_of_name

READER = Path(__file__).parent / "reader"
READER_TIMEOUT = 30  # seconds; the reader itself limits its CPU time, this stops one that waits without using CPU
ACCEPTED = "ok"  # the reader's first line for a file that is accepted

REFUSALS: dict[str, Any] = {
    "deceptive": _("The name of “%(name)s” has hidden signs in it. Rename the file, then choose it again."),
    "kind": _("“%(name)s” is not a PDF, JPEG, PNG or HEIC file. Save it as a PDF, or send a photo of it."),
    "empty": _("“%(name)s” is empty. Choose the file again, or take a new photo."),
    "too_big": _("“%(name)s” is larger than 7 MB. Send a smaller photo, or a PDF with fewer pages."),
    "disguised": _(
        "“%(name)s” is named like a %(named)s file, but it is not one. Save it as a PDF, or send a photo of it."
    ),
    "damaged": _("“%(name)s” cannot be opened. It may be damaged. Save it again, or send a photo of it."),
    "password": _("“%(name)s” opens only with a password. Save a copy without the password, then choose the copy."),
    "active": _("“%(name)s” has a script or another file inside. Print it to a new PDF, or send photos of its pages."),
    "reaches_out": _(
        "“%(name)s” opens another file or an address on its own, or sends data. "
        "Print it to a new PDF, or send photos of its pages."
    ),
    "xfa": _("“%(name)s” is a form that only Adobe's programs can show. Print it to a new PDF, then choose that one."),
    "something_else": _("“%(name)s” holds more than a PDF. Print it to a new PDF, or send photos of its pages."),
    "too_large": _("“%(name)s” is too large to open safely. Print it to a new PDF, or send photos of its pages."),
    "too_many_pixels": _("“%(name)s” has more than 50 megapixels. Send a smaller copy of the picture."),
    "infected": _("Our virus check found a danger in “%(name)s”, so we did not keep it. Send a photo instead."),
    "not_kept": _("“%(name)s” could not be stored. Choose it again, or send your message without it and call us."),
    **SENTENCES,
}


@dataclass(frozen=True)
class CheckedFile:
    """A file that is accepted: its cleaned name, and the content and content type to store."""

    name: str
    content: bytes
    content_type: str


def refusal(code: str, name: str | None, **values: object) -> ValidationError:
    """Return the error that says why the file is refused and what its sender can do. `code` is a key of `REFUSALS`."""
    return ValidationError(REFUSALS[code], code=code, params={"name": clean_name(name or "") or "?", **values})


def check(name: str, content: bytes) -> CheckedFile:
    """Return the file as a `CheckedFile`. Raises `ValidationError` with a sentence for the sender if it is refused."""
    if is_deceptive(name):
        raise refusal("deceptive", name)
    name = clean_name(name)
    if not content:
        raise refusal("empty", name)
    if len(content) > MAXIMUM_FILE_BYTES:
        raise refusal("too_big", name)
    kind = _kind(name, content)
    code, redrawn = read(kind.key, content)
    if code != ACCEPTED:
        raise refusal(code if code in REFUSALS else "too_large", name)
    ending = kind.kept_ending or ("" if kind_of_name(name) == kind else kind.endings[0])
    if ending:
        name = f"{name.rpartition('.')[0]}.{ending}"
    return CheckedFile(name, redrawn or content, kind.kept_as)


def _kind(name: str, content: bytes) -> Kind:
    """Return the kind of the content. Raises `ValidationError` if the content or the name's ending is not accepted.

    The two may be different accepted kinds, because phones name JPEG pictures .HEIC, and HEIC pictures .jpg.
    """
    named, found = kind_of_name(name), kind_of_content(content)
    if named and found:
        return found
    if named:
        raise refusal(other_kind_of_content(content) or "disguised", name, named=named.label)
    other = other_kind_of_name(name) or ("" if found else other_kind_of_content(content))
    raise refusal(other or "kind", name)


def read(kind: str, content: bytes, edge: int = 0) -> tuple[str, bytes]:
    """Return the code that the reader process printed, and the redrawn picture.

    The code is `ACCEPTED`, a key of `REFUSALS`, or "" if the process was stopped because it needed too much time or
    memory. The picture is empty for a PDF. A picture that is longer than `edge` pixels is scaled down (0: it is not).
    """
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        result = subprocess.run(  # noqa: S603 the command is fixed; the uploaded file is only its standard input
            [sys.executable, "-I", READER, kind, *([str(edge)] if edge else [])],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=READER_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "", b""
    code, _line_break, redrawn = result.stdout.partition(b"\n")
    return code.decode(), redrawn
