"""Decides whether a file that somebody sent is kept, and what of it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms.inbox.files.kinds import kind_of_content, kind_of_name
from forms.inbox.files.limits import FILE_BYTES
from forms.inbox.files.names import clean_name, is_deceptive

READER = Path(__file__).parent / "reader"
SECONDS = 30  # by the clock, for a process that waits instead of working

REFUSALS = {
    "deceptive": _("The name of “%(name)s” has hidden signs in it. Rename the file, then choose it again."),
    "kind": _("“%(name)s” is not a PDF, JPEG, PNG or HEIC file. Save it as a PDF, or send a photo of it."),
    "empty": _("“%(name)s” is empty. Choose the file again, or take a new photo."),
    "too_big": _("“%(name)s” is larger than 7 MB. Send a smaller photo, or a PDF with fewer pages."),
    "disguised": _(
        "“%(name)s” is named like a %(named)s file, but it is not one. Save it as a PDF, or send a photo of it."
    ),
    "misnamed": _(
        "“%(name)s” is named like a %(named)s file, but it is a %(found)s file. "
        "Change the end of its name to “.%(ending)s”, then choose it again."
    ),
    "damaged": _("“%(name)s” cannot be opened. It may be damaged. Save it again, or send a photo of it."),
    "password": _("“%(name)s” opens only with a password. Save a copy without the password, then choose the copy."),
    "active": _("“%(name)s” has a script or another file inside. Print it to a new PDF, or send photos of its pages."),
    "something_else": _("“%(name)s” holds more than a PDF. Print it to a new PDF, or send photos of its pages."),
    "too_large": _("“%(name)s” is too large to open safely. Print it to a new PDF, or send photos of its pages."),
    "too_many_pixels": _("“%(name)s” has more than 40 megapixels. Send a smaller copy of the picture."),
    "infected": _("Our virus check found a danger in “%(name)s”, so we did not keep it. Send a photo instead."),
    "not_kept": _("“%(name)s” could not be stored. Choose it again, or send your message without it and call us."),
}


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: an honest name, and the content that is kept."""

    name: str
    content: bytes
    content_type: str


def refusal(word, name, **values):
    """Return the error that tells the person why the file is refused and what to do."""
    return ValidationError(REFUSALS[word], code=word, params={"name": clean_name(name) or "?", **values})


def check(name, content):
    """Return the file as a `CheckedFile`; raises `ValidationError` with a sentence for whoever sent it."""
    if is_deceptive(name):
        raise refusal("deceptive", name)
    name = clean_name(name)
    if not content:
        raise refusal("empty", name)
    if len(content) > FILE_BYTES:
        raise refusal("too_big", name)
    kind = _agreed_kind(name, content)
    word, kept = _read(kind, content)
    if word != "ok":
        raise refusal(word if word in REFUSALS else "too_large", name)
    if kind.kept_ending:
        name = f"{name.rpartition('.')[0]}.{kind.kept_ending}"
    return CheckedFile(name, kept or content, kind.kept_as)


def _agreed_kind(name, content):
    named, found = kind_of_name(name), kind_of_content(content)
    if not named:
        raise refusal("kind", name)
    if not found:
        raise refusal("disguised", name, named=named.label)
    if named != found:
        raise refusal("misnamed", name, named=named.label, found=found.label, ending=found.endings[0])
    return found


def _read(kind, content):
    """Return the reader's word and the redrawn picture; the word is "" when it was stopped for taking too much."""
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        answer = subprocess.run(  # noqa: S603 a fixed program; what was sent is its input alone
            [sys.executable, "-I", READER, kind.key],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "", b""
    word, _line, kept = answer.stdout.partition(b"\n")
    return word.decode(), kept
