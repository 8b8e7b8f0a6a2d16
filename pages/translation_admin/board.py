"""The state of every translation, by one query."""

from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Aggregate, Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Length, Replace
from django.utils.translation import gettext_lazy
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    RelatedObjectSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)

from pages.models import TranslationStatus
from pages.navigation import HOME_DEPTH
from pages.translation_admin.progress import texts_of, texts_of_any, translations_of_segment
from pages.translations.state import shared_row_models


class State(models.TextChoices):
    """The state of the translation of a page. The first that applies."""

    WITHDRAWN = "withdrawn", gettext_lazy("English withdrawn")
    MISSING = "missing", gettext_lazy("Missing")
    BY_HAND = "by_hand", gettext_lazy("Edited by hand")
    ERROR = "error", gettext_lazy("Error")
    DRAFT = "draft", gettext_lazy("Draft")
    BEHIND = "behind", gettext_lazy("Behind")
    READY = "ready", gettext_lazy("Ready to publish")
    IN_STEP = "in_step", gettext_lazy("In step")


def board(code: str) -> QuerySet[Page]:
    """Return the English pages in tree order, annotated with the state of their translation into this language.

    Pages that were never published in English and have no translation are left out.
    """
    english = Page.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE, depth__gte=HOME_DEPTH, alias_of=None
    ).select_related("content_type")
    annotated = english.annotate(locale_pk=_locale(code)).annotate(**_translated_page(), **_record())
    annotated = annotated.filter(Q(first_published_at__isnull=False) | Q(translated_pk__isnull=False))
    return annotated.annotate(**_texts(), **_shared_rows()).annotate(state=_state()).order_by("path")


def _locale(code: str) -> Subquery:
    return Subquery(Locale.objects.filter(language_code=code).values("pk")[:1])


def _translated_page() -> dict[str, Any]:
    """Return annotations about the page in the other language. An alias, which shows English, counts as none."""
    same = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale_id=OuterRef("locale_pk"), alias_of=None
    )
    names = {"translated_pk": "pk", "is_public": "live", "has_draft": "has_unpublished_changes"}
    names |= {"translated_path": "url_path"}
    status = TranslationStatus.objects.filter(
        page__translation_key=OuterRef("translation_key"), page__locale_id=OuterRef("locale_pk")
    )
    recorded = ("published_text", "reviewed_text", "reviewer_name", "reviewed_on", "english_changed_at")
    return {
        **{name: Subquery(same.values(field)[:1]) for name, field in names.items()},
        **{name: Subquery(status.values(name)[:1]) for name in recorded},
    }


def _record() -> dict[str, Any]:
    """Return annotations about what wagtail-localize has recorded."""
    translations = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"),
        source__locale_id=OuterRef("locale_id"),
        target_locale_id=OuterRef("locale_pk"),
    )
    logs = TranslationLog.objects.filter(
        source__object_id=OuterRef("translation_key"),
        source__locale_id=OuterRef("locale_id"),
        locale_id=OuterRef("locale_pk"),
    )
    return {
        "is_synchronized": Coalesce(Subquery(translations.values("enabled")[:1]), False),
        "submitted_at": Subquery(translations.values("created_at")[:1]),
        "english_read_at": Subquery(translations.values("source__last_updated_at")[:1]),
        "written_at": Subquery(logs.order_by("-created_at").values("created_at")[:1]),
    }


def _texts() -> dict[str, Any]:
    """Return annotations that count the texts of the page. The missing ones include those of its passages and signs."""
    key, english = OuterRef("translation_key"), OuterRef("locale_id")
    of_page, of_rows = texts_of(key, english), texts_of_any(_rows(), english)
    length = Length("string__data")
    words = length - Length(Replace("string__data", Value(" "), Value(""))) + 1
    translated = translations_of_segment(OuterRef(OuterRef("locale_pk")))
    machine = of_page.filter(Exists(translated.filter(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)))
    of_translation = {"context__object_id": key, "locale_id": OuterRef("locale_pk")}
    changed = [
        model.objects.filter(**of_translation).order_by("-updated_at").values("updated_at")[:1]
        for model in (StringTranslation, SegmentOverride)
    ]
    return {
        "missing_texts": _number(_missing(of_page), Count("pk")) + _number(_missing(of_rows), Count("pk")),
        "missing_words": _number(_missing(of_page), Sum(words)) + _number(_missing(of_rows), Sum(words)),
        "machine_texts": _number(machine, Count("pk")),
        "has_error": Exists(of_page.filter(Exists(translated.filter(has_error=True))))
        | Exists(SegmentOverride.objects.filter(**of_translation, has_error=True)),
        "text_changed_at": Subquery(changed[0]),
        "override_changed_at": Subquery(changed[1]),
    }


def _missing(texts: QuerySet[StringSegment]) -> QuerySet[StringSegment]:
    return texts.exclude(Exists(translations_of_segment(OuterRef(OuterRef("locale_pk"))).filter(has_error=False)))


def _references(key: OuterRef, english: OuterRef) -> QuerySet[RelatedObjectSegment]:
    """Return the references of the page with this translation key to passages, signs and sources."""
    return RelatedObjectSegment.objects.filter(source__object_id=key, source__locale_id=english).order_by()


def _rows() -> QuerySet[RelatedObjectSegment, Any]:
    """Return the keys of the passages, signs and sources of the page, for a query inside another one."""
    return _references(OuterRef(OuterRef("translation_key")), OuterRef(OuterRef("locale_id"))).values("object_id")


def _shared_rows() -> dict[str, Any]:
    """Return annotations about the passages, signs and sources of the page."""
    same = {"translation_key": OuterRef("object_id"), "locale_id": OuterRef(OuterRef("locale_pk"))}
    complete = [Exists(model._default_manager.filter(**same, is_complete=True)) for model in shared_row_models()]
    missing = _references(OuterRef("translation_key"), OuterRef("locale_id")).exclude(reduce(or_, map(Q, complete)))
    changed = TranslationSource.objects.filter(object_id__in=_rows(), locale_id=OuterRef("locale_id"))
    valid = translations_of_segment(OuterRef(OuterRef(OuterRef("locale_pk")))).filter(has_error=False)
    open_texts = StringSegment.objects.filter(source=OuterRef("pk")).exclude(Exists(valid))
    return {
        "missing_rows": _number(missing, Count("object_id", distinct=True)),
        "rows_changed_at": Subquery(
            changed.filter(Exists(open_texts)).order_by("last_updated_at").values("last_updated_at")[:1]
        ),
    }


def _number(texts: QuerySet, aggregate: Aggregate) -> Coalesce:
    """Return the number of texts, or of their words. All are English, so they are one group."""
    return Coalesce(Subquery(texts.values("source__locale").annotate(number=aggregate).values("number")[:1]), 0)


def _state() -> Case:
    changes = ("english_read_at", "text_changed_at", "override_changed_at")
    is_changed = reduce(or_, (Q(**{f"{change}__gt": F("written_at")}) for change in changes))
    is_ready = Q(is_public=False) | is_changed | Q(english_changed_at__isnull=False) | Q(has_draft=True)
    is_incomplete = Q(missing_texts__gt=0) | Q(missing_rows__gt=0)
    cases = {
        State.WITHDRAWN: Q(live=False, translated_pk__isnull=False),
        State.MISSING: Q(translated_pk__isnull=True),
        State.BY_HAND: Q(is_synchronized=False),
        State.ERROR: Q(has_error=True),
        State.DRAFT: is_incomplete & Q(is_public=False),
        State.BEHIND: is_incomplete,
        State.READY: is_ready,
    }
    whens = [When(condition, then=Value(state)) for state, condition in cases.items()]
    return Case(*whens, default=Value(State.IN_STEP), output_field=models.CharField())
