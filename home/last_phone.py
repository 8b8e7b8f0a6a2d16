"""The clinic's phone number as last read: what the error page still says when the database does not answer.

Each process remembers it, by language. A file in `VAR_DIR` keeps it for a process that is started while the database
is away.
"""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.exceptions import ValidationError

from pages.languages import reader_language
from pages.phone import phone_number

logger = logging.getLogger(__name__)
_last_read = {}


def remember_phone(phone):
    """Remember the number in the reader's language; "" is none. Where it is new to this process, write the file.

    A file that cannot be written is no error: the site is served without it.
    """
    language = reader_language()
    if _last_read.get(language) == phone:
        return
    _last_read[language] = phone
    try:
        with TemporaryDirectory(dir=settings.VAR_DIR, prefix="phone-") as folder:
            whole = Path(folder) / "phone"
            whole.write_text(phone, encoding="utf-8")
            whole.replace(_file(language))  # nobody ever reads half a number
    except OSError:
        logger.exception("The phone number could not be kept for when the database is away")


def last_phone():
    """Return the number as last read in the reader's language, else in any; "" where none is known. No query."""
    languages = [reader_language(), *dict(settings.LANGUAGES)]
    return next(filter(None, (_last_read.get(language) or _kept(language) for language in languages)), "")


def _kept(language):
    try:
        phone = _file(language).read_text(encoding="utf-8")
        phone_number(phone)
    except (OSError, ValueError, ValidationError):  # never written, not for us to read, or damaged
        return ""
    return phone


def _file(language):
    return Path(settings.VAR_DIR) / f"phone-{language}.txt"
