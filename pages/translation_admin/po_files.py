"""Read the PO file of a page that a translator has filled in. It is accepted as a whole, or nothing is changed."""

import polib
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.models import Translation

from pages.translation_admin.origin import PO_FILE
from pages.translation_admin.texts import Text, texts_of_translation, write

HEADER = "X-WagtailLocalize-TranslationID"
MAXIMUM_BYTES = 2 * 1024 * 1024
MOST_REPORTED = 10
QUOTED_CHARACTERS = 60


class RefusedFileError(Exception):
    """The file is refused. `sentences` say why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def import_file(content: bytes, translation: Translation, user: AbstractBaseUser | AnonymousUser) -> tuple[int, int]:
    """Store the translations in the file. Return how many were new or different, and how many texts are no longer used.

    Raises `RefusedFileError`, and then nothing is stored.
    """
    file = _parse(content)
    _check_page(file, translation)
    entries = [entry for entry in file if not entry.obsolete]
    if fuzzy := sum(1 for entry in entries if entry.fuzzy):
        sentence = ngettext(
            "%(count)d text is marked as fuzzy. Check it, and remove the mark.",
            "%(count)d texts are marked as fuzzy. Check them, and remove the marks.",
            fuzzy,
        )
        raise RefusedFileError(sentence % {"count": fuzzy})
    pairs, unknown = _pairs(entries, texts_of_translation(translation))
    mistakes = [_mistake(text, sentence) for text, stored in pairs for sentence in text.mistakes_in_stored(stored)]
    if mistakes:
        raise RefusedFileError(*mistakes[:MOST_REPORTED])
    changed = [(text, stored) for text, stored in pairs if text.stored is None or text.stored.data != stored]
    with transaction.atomic():
        for text, stored in changed:
            write(text, translation, stored, user, PO_FILE)
    return len(changed), unknown


def _parse(content: bytes) -> polib.POFile:
    refusal = RefusedFileError(_("This is not a PO file. Choose the file that you downloaded here and filled in."))
    if len(content) > MAXIMUM_BYTES:
        raise refusal
    try:
        text = content.decode("utf-8-sig")
        # A text without these could be taken for the name of a file on the server.
        if "msgid" not in text or "\n" not in text:
            raise refusal
        return polib.pofile(text)
    except (OSError, ValueError, IndexError, AttributeError):  # polib raises OSError for a wrong line
        raise refusal from None


def _check_page(file: polib.POFile, translation: Translation) -> None:
    identifier = file.metadata.get(HEADER, "").strip()
    if not identifier:
        raise RefusedFileError(
            _("This file does not say which page it is for. Download the file of this page, and fill in that one.")
        )
    if identifier != str(translation.uuid):
        raise RefusedFileError(_("This file is for another page."))


def _pairs(entries: list[polib.POEntry], texts: list[Text]) -> tuple[list[tuple[Text, str]], int]:
    """Return the texts with their translations in the file, and the number of entries that the page does not have."""
    by_place = {(text.segment.context.path, text.segment.string.data): text for text in texts}
    by_text = {text.segment.string.data: text for text in texts}
    pairs, unknown = [], 0
    for entry in entries:
        text = by_place.get((entry.msgctxt, entry.msgid)) if entry.msgctxt else by_text.get(entry.msgid)
        if text is None:
            unknown += 1
        elif entry.msgstr.strip():
            pairs.append((text, entry.msgstr.strip()))
    return pairs, unknown


def _mistake(text: Text, sentence: str) -> str:
    english = text.english[:QUOTED_CHARACTERS] + ("…" if len(text.english) > QUOTED_CHARACTERS else "")
    return f"“{english}”: {sentence}"
