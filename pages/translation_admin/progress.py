"""Which texts of a page are translated.

The functions take values, or `OuterRef` where the query is part of another one.
"""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from wagtail_localize.models import StringSegment, StringTranslation

SLUG = "slug"  # the only text that needs no translation


def texts_of(object_key: Any, source_locale: Any) -> QuerySet[StringSegment]:
    """Return the texts of a page or row that need a translation, without an order."""
    segments = StringSegment.objects.filter(source__object_id=object_key, source__locale_id=source_locale)
    return segments.exclude(context__path=SLUG).order_by()


def texts_of_any(object_keys: Any, source_locale: Any) -> QuerySet[StringSegment]:
    """Return the texts of these pages or rows that need a translation, without an order."""
    segments = StringSegment.objects.filter(source__object_id__in=object_keys, source__locale_id=source_locale)
    return segments.exclude(context__path=SLUG).order_by()


def translations_of_segment(locale_pk: Any) -> QuerySet[StringTranslation]:
    """Return the translations of the segment in the outer query into this language."""
    return StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"), context_id=OuterRef("context_id"), locale_id=locale_pk
    )


def missing_texts(object_key: Any, source_locale: Any, locale_pk: Any) -> QuerySet[StringSegment]:
    """Return the texts of a page or row that have no valid translation into this language."""
    valid = translations_of_segment(locale_pk).filter(has_error=False)
    return texts_of(object_key, source_locale).exclude(Exists(valid))
