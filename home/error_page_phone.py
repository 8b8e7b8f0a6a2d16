"""The phone number on the error page that is served while the database is not available.

The number is saved in `VAR_DIR/phone-en.txt` and `phone-es.txt`: when the home page or a location is published,
unpublished or deleted, and by `manage.py prepare`. Requests only read the files.
"""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from pages.languages import reader_language
from pages.phone import phone_number
from pages.site_context import SiteContext

logger = logging.getLogger(__name__)


def save_phones() -> None:
    """Save the main location's phone number in each language; "" if there is none.

    Logs a file that cannot be written. That is no error: the site is served without it.
    """
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            location = SiteContext().location
            _save(location.phone if location else "", code)


def save_phones_after_commit(**kwargs: Any) -> None:
    """Receive the signal that a home page or location has changed; save the numbers once that is committed."""
    transaction.on_commit(save_phones, robust=True)


def saved_phone() -> str:
    """Return the saved number in the reader's language, otherwise in any language; "" without one. No query."""
    languages = [reader_language(), *dict(settings.LANGUAGES)]
    return next(filter(None, map(_read, languages)), "")


def _save(phone: str, language: str) -> None:
    if _read(language) == phone and _file(language).exists():
        return
    try:
        with TemporaryDirectory(dir=settings.VAR_DIR, prefix="phone-") as folder:
            new_file = Path(folder) / "phone"
            new_file.write_text(phone, encoding="utf-8")
            new_file.replace(_file(language))  # in one step, so that a request never reads half a number
    except OSError:
        logger.exception("The phone number for the error page could not be saved")


def _read(language: str) -> str:
    """Return the saved number; "" if it was never written, may not be read, or is damaged."""
    try:
        phone = _file(language).read_text(encoding="utf-8")
        phone_number(phone)
    except (OSError, ValueError, ValidationError):
        return ""
    return phone


def _file(language: str) -> Path:
    return Path(settings.VAR_DIR) / f"phone-{language}.txt"
