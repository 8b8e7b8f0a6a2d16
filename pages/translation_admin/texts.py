"""The texts of a translation as the editor shows and stores them.

wagtail-localize stores a text as HTML. Staff read and write the text of a plain field as it is on the page, and that of
a rich text with its tags. Line breaks are line breaks in both.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from wagtail_localize.models import StringSegment, StringTranslation, TemplateSegment, Translation
from wagtail_localize.strings import StringValue

from pages.translation_admin.checks import LINE_BREAK, find_mistakes
from pages.translation_admin.origin import describe_origin
from pages.translation_admin.places import Place, find_place
from pages.translation_admin.progress import SLUG
from pages.typed_text import clean_text

ALIKE = 0.4  # how much of an earlier English text must be the same to count as the text before the change
CHARACTERS_IN_A_ROW = 70


@dataclass
class Text:
    """A text of the page with its translation. Texts are as staff type them."""

    segment: StringSegment
    place: Place
    is_rich: bool
    english: str
    stored: StringTranslation | None = None
    # What was translated before the English text changed: the English and the translation.
    previous: tuple[str, str] | None = None
    typed: str | None = None
    mistakes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its input."""
        return f"text-{self.segment.pk}"

    @property
    def spanish(self) -> str:
        """The stored translation, or ""."""
        return to_typed(self.stored.data, self.is_rich) if self.stored else ""

    @property
    def shown(self) -> str:
        """What the input shows: what was just typed, or the stored translation."""
        return self.spanish if self.typed is None else self.typed

    @property
    def is_slug(self) -> bool:
        """Whether it is the last part of the page's address, which needs no translation."""
        return self.segment.context.path == SLUG

    @property
    def is_missing(self) -> bool:
        """Whether the page cannot be published without it."""
        return not self.is_slug and (self.stored is None or self.stored.has_error)

    @property
    def is_machine_made(self) -> bool:
        """Whether no person has written or changed the translation."""
        return bool(self.stored and self.stored.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE)

    @property
    def origin(self) -> str:
        """Who made the stored translation, or ""."""
        return describe_origin(self.stored) if self.stored else ""

    @property
    def stored_error(self) -> str:
        """Why the stored translation could not be published, or ""."""
        return (self.stored.get_error() or "") if self.stored and self.stored.has_error else ""

    @property
    def number_of_rows(self) -> int:
        """The height of the input."""
        text = max(self.english, self.shown, key=len)
        return sum(1 + len(line) // CHARACTERS_IN_A_ROW for line in text.split("\n"))

    def mistakes_in(self, typed: str) -> list[str]:
        """Return a sentence for each mistake in a typed translation."""
        return self.mistakes_in_stored(to_stored(typed, self))

    def mistakes_in_stored(self, stored: str) -> list[str]:
        """Return a sentence for each mistake in a translation as wagtail-localize stores it."""
        return find_mistakes(self.segment.string.data, stored, self.place.maximum_length, self.is_slug)


def texts_of_translation(translation: Translation) -> list[Text]:
    """Return the texts of the page or row, in their order. A fixed number of queries."""
    source = translation.source
    instance = source.as_instance()
    rich = set(TemplateSegment.objects.filter(source=source).values_list("context_id", flat=True))
    segments = StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order")
    stored = _stored_translations(translation)
    texts = []
    for segment in segments:
        place, is_rich = _place(instance, segment.context.path), segment.context_id in rich
        text = Text(segment, place, is_rich, to_typed(segment.string.data, is_rich))
        text.stored = stored.get((segment.context_id, segment.string_id))
        texts.append(text)
    current = {(text.segment.context_id, text.segment.string_id) for text in texts}
    _set_previous(texts, [one for key, one in stored.items() if key not in current])
    return texts


def _place(instance: Any, path: str) -> Place:
    try:
        return find_place(instance, path)
    except (KeyError, StopIteration, IndexError, FieldDoesNotExist, ObjectDoesNotExist):
        return Place((path.partition(".")[0],), None)


def _stored_translations(translation: Translation) -> dict[tuple[int, int], StringTranslation]:
    """Return all translations, of present and former texts, by the keys of place and English text."""
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale_id
    ).select_related("translation_of", "last_translated_by")
    return {(row.context_id, row.translation_of_id): row for row in rows.order_by("updated_at")}


def _set_previous(texts: list[Text], former: Iterable[StringTranslation]) -> None:
    """Set `previous` of the missing texts: of the former texts at the same place, the one that is most alike."""
    at_place = defaultdict(list)
    for row in former:
        at_place[row.context_id].append(row)
    for text in texts:
        candidates = at_place[text.segment.context_id]
        if not text.is_missing or not candidates:
            continue
        likeness = {row.pk: _likeness(row.translation_of.data, text.segment.string.data) for row in candidates}
        best = max(candidates, key=lambda row: (likeness[row.pk], row.updated_at))
        if not text.is_rich or likeness[best.pk] >= ALIKE:
            text.previous = (to_typed(best.translation_of.data, text.is_rich), to_typed(best.data, text.is_rich))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def to_typed(stored: str, is_rich: bool) -> str:
    """Return a text as staff type it."""
    lines = stored.replace(LINE_BREAK, "\n").replace("<br>", "\n")
    return lines if is_rich else unescape(lines)


def normalized(typed: str) -> str:
    r"""Return a typed text without invisible characters and outer white space, with `\n` as its only line end."""
    return clean_text(typed).strip()


def to_stored(typed: str, text: Text) -> str:
    """Return a typed text as wagtail-localize stores it. The lines of a field with one line are joined by spaces."""
    typed = normalized(typed)
    if text.place.is_single_line:
        typed = " ".join(typed.split("\n"))
    if not text.is_rich:
        return StringValue.from_plaintext(typed).data
    return StringValue(typed.replace("\n", LINE_BREAK)).data


def write(
    text: Text, translation: Translation, stored: str, user: AbstractBaseUser | AnonymousUser, tool_name: str = ""
) -> None:
    """Store the translation of a text as written by a person. "" removes it."""
    key = {
        "translation_of_id": text.segment.string_id,
        "context_id": text.segment.context_id,
        "locale_id": translation.target_locale_id,
    }
    if not stored:
        for row in StringTranslation.objects.filter(**key):
            row.delete()  # one by one, for wagtail-localize's receivers
        return
    values = {
        "data": stored,
        "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
        "tool_name": tool_name,
        "last_translated_by": user,
        "has_error": False,
        "field_error": "",
    }
    StringTranslation.objects.update_or_create(**key, defaults=values)
