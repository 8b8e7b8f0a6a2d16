"""Start the synchronization of a translation again, after staff have stopped it and edited the page by hand.

From then on the page is written from the translations of its texts. So what staff wrote by hand becomes the
translation of the text at the same place. What has no such text would be lost, and staff are told before.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from pages.translation_admin.texts import Text, texts_of_translation, to_typed, write


@dataclass
class HandEdits:
    """What staff wrote by hand: `kept` are texts with their new translation, `lost` what has no place in English."""

    kept: list[tuple[Text, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def find_hand_edits(translation: Translation, instance: Any) -> HandEdits:
    """Return what staff wrote by hand in the latest version of the page or row."""
    if isinstance(instance, Page):
        instance = instance.get_latest_revision_as_object()
    written = defaultdict(list)
    for value in extract_segments(instance):
        if isinstance(value, StringSegmentValue):
            written[value.path].append(value.string.data)
    texts = defaultdict(list)
    for text in texts_of_translation(translation):
        texts[text.segment.context.path].append(text)
    edits = HandEdits()
    for path, strings in written.items():
        same_place = texts.get(path, [])
        if len(same_place) == len(strings):
            edits.kept += [(text, data) for text, data in zip(same_place, strings, strict=True) if _is_new(text, data)]
        else:
            edits.lost += [to_typed(data, is_rich=True) for data in strings]
    return edits


def _is_new(text: Text, data: str) -> bool:
    """Return whether the text was written by hand: it is neither the stored translation nor left in English."""
    return data not in ((text.stored.data if text.stored else ""), text.segment.string.data) and not text.is_slug


@transaction.atomic
def restart(translation: Translation, instance: Any, user: AbstractBaseUser | AnonymousUser) -> None:
    """Store what was written by hand as translations, and synchronize the page again."""
    for text, data in find_hand_edits(translation, instance).kept:
        write(text, translation, data, user)
    translation.enabled = True
    translation.save(update_fields=["enabled"])
