"""The state of every translation, by one query."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Length, Replace
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationLog,
)

from pages.models import TranslationStatus
from pages.navigation import HOME_DEPTH
from pages.translation_admin.progress import missing_texts, texts_of, translations_of_segment


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
    return annotated.annotate(**_texts()).annotate(state=_state()).order_by("path")


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
        "written_at": Subquery(logs.order_by("-created_at").values("created_at")[:1]),
    }


def _texts() -> dict[str, Any]:
    """Return annotations that count the texts of the page."""
    key, english = OuterRef("translation_key"), OuterRef("locale_id")
    missing = missing_texts(key, english, OuterRef(OuterRef("locale_pk"))).values("source")
    length = Length("string__data")
    words = length - Length(Replace("string__data", Value(" "), Value(""))) + 1
    current = texts_of(key, english)
    translated = translations_of_segment(OuterRef(OuterRef("locale_pk")))
    machine = current.filter(Exists(translated.filter(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)))
    of_page = {"context__object_id": key, "locale_id": OuterRef("locale_pk")}
    changed = [
        model.objects.filter(**of_page).order_by("-updated_at").values("updated_at")[:1]
        for model in (StringTranslation, SegmentOverride)
    ]
    return {
        "missing_texts": _number(missing.annotate(number=Count("pk"))),
        "missing_words": _number(missing.annotate(number=Sum(words))),
        "machine_texts": _number(machine.values("source").annotate(number=Count("pk"))),
        "has_error": Exists(current.filter(Exists(translated.filter(has_error=True))))
        | Exists(SegmentOverride.objects.filter(**of_page, has_error=True)),
        "text_changed_at": Subquery(changed[0]),
        "override_changed_at": Subquery(changed[1]),
    }


def _number(counted: QuerySet) -> Coalesce:
    return Coalesce(Subquery(counted.values("number")[:1]), 0)


def _state() -> Case:
    is_changed = Q(text_changed_at__gt=F("written_at")) | Q(override_changed_at__gt=F("written_at"))
    is_ready = Q(is_public=False) | is_changed | Q(english_changed_at__isnull=False) | Q(has_draft=True)
    cases = {
        State.WITHDRAWN: Q(live=False, translated_pk__isnull=False),
        State.MISSING: Q(translated_pk__isnull=True),
        State.BY_HAND: Q(is_synchronized=False),
        State.ERROR: Q(has_error=True),
        State.DRAFT: Q(missing_texts__gt=0, is_public=False),
        State.BEHIND: Q(missing_texts__gt=0),
        State.READY: is_ready,
    }
    whens = [When(condition, then=Value(state)) for state, condition in cases.items()]
    return Case(*whens, default=Value(State.IN_STEP), output_field=models.CharField())


def describe_state(page: Any) -> str:
    """Return the state of a page of the board in words, with the number of missing texts."""
    label = str(State(page.state).label)
    if page.state not in (State.DRAFT, State.BEHIND):
        return label
    missing = ngettext("%(count)d text missing", "%(count)d texts missing", page.missing_texts)
    words = ngettext("%(count)d word", "%(count)d words", page.missing_words)
    numbers = f"{missing % {'count': page.missing_texts}}, {words % {'count': page.missing_words}}"
    return f"{label}: {numbers}"


def out_of_step_since(page: Any) -> Any:
    """Return since when the English page and the public translation differ, or None if they do not."""
    if page.state in (State.IN_STEP, State.MISSING, State.WITHDRAWN):
        return None
    if not page.is_public:
        return page.submitted_at
    return page.english_changed_at or max(
        (moment for moment in (page.text_changed_at, page.override_changed_at) if moment), default=None
    )


def describe_review(page: Any) -> str:
    """Return who reviewed the translation, and whether it has changed since."""
    if not page.reviewed_text:
        return ""
    if page.is_public and page.reviewed_text != page.published_text:
        return _("%(name)s, of an earlier text") % {"name": page.reviewer_name}
    return page.reviewer_name


def public_address(page: Any, code: str) -> str:
    """Return the path of the translation on the site, or "" if it is not public."""
    if not page.is_public or page.state == State.WITHDRAWN:
        return ""
    return f"/{code}/" + page.translated_path.lstrip("/").partition("/")[2]
