"""Check a translation before it is stored: what must be as in the English text, and what fits into its field."""

import re
from collections import Counter
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue, validate_translation_links

TAG = re.compile(r"<[^>]*>")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LINE_BREAK = "<br/>"


def find_mistakes(english: str, translation: str, maximum_length: int | None, is_slug: bool = False) -> list[str]:
    """Return a sentence for each mistake in a translation as wagtail-localize stores it; [] if there is none."""
    if is_slug:
        advice = _("Write only small letters without accents, digits and hyphens: “dolor-de-espalda”.")
        return [] if SLUG.fullmatch(translation) else [advice]
    return [*_mistakes_in_tags(english, translation), *_mistakes_in_placeholders(english, translation)] or [
        *_too_long(translation, maximum_length)
    ]


def _mistakes_in_tags(english: str, translation: str) -> list[str]:
    try:
        StringValue.from_translated_html(translation)
        validate_translation_links(english, translation)
    except ValueError as error:
        return [str(error)]
    needed, found = Counter(_tags(english)), Counter(_tags(translation))
    if needed == found:
        return []
    missing, added = " ".join((needed - found).elements()), " ".join((found - needed).elements())
    sentences = [_("This tag of the English text is missing: %(tags)s.") % {"tags": missing}] if missing else []
    return sentences + ([_("This tag is not in the English text: %(tags)s.") % {"tags": added}] if added else [])


def _tags(html: str) -> list[str]:
    return [tag for tag in TAG.findall(html) if tag != LINE_BREAK]


def _mistakes_in_placeholders(english: str, translation: str) -> list[str]:
    needed, found = set(PLACEHOLDER.findall(english)), set(PLACEHOLDER.findall(translation))
    sentences = [_("“%(name)s” of the English text is missing.") % {"name": name} for name in sorted(needed - found)]
    added = [_("“%(name)s” is not in the English text.") % {"name": name} for name in sorted(found - needed)]
    return sentences + added


def _too_long(translation: str, maximum: int | None) -> list[str]:
    length = len(unescape(strip_tags(translation.replace(LINE_BREAK, "\n"))))
    if maximum is None or length <= maximum:
        return []
    return [_("Write at most %(limit)s characters: there are %(length)s.") % {"limit": maximum, "length": length}]
