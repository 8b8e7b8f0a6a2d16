"""The reader's language, and which pages readers may see in it."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.utils import translation
from wagtail.models import Page, TranslatableMixin
from wagtail.query import PageQuerySet
from wagtail_localize.models import RelatedObjectSegment, StringSegment, StringTranslation

# The page types with medical text, whose translations need a review.
REVIEWED_TYPES = ("conditionpage", "treatmentpage")


def reader_language() -> str:
    """Return the code of the language in the URL, for example `es`."""
    return translation.get_language() or settings.LANGUAGE_CODE


def is_source_language(code: str) -> bool:
    """Return whether pages are written in this language; all other languages are translated from it."""
    return code == settings.LANGUAGE_CODE


def visible(pages: PageQuerySet, code: str | None = None) -> PageQuerySet:
    """Return the pages that readers of the language `code` may see (default: the reader's language)."""
    return pages.filter(is_visible(code or reader_language()))


def is_visible(code: str) -> Q:
    """Return the condition for pages that readers of the language `code` may see.

    English pages are visible when they are live. A translated page must also be fully translated, with its passages and
    warning signs: wagtail-localize copies the English text where a translation is missing, and creates live English
    aliases of parent pages.
    """
    is_live = Q(live=True, locale__language_code=code)
    if is_source_language(code):
        return is_live
    return (
        is_live & Q(alias_of__isnull=True) & is_complete() & Q(~Exists(_untranslated_rows())) & is_reviewed_if_needed()
    )


def is_reviewed_if_needed() -> Q:
    """Return the condition for translated pages that are reviewed, or need no review to be public."""
    if settings.PUBLISH_UNREVIEWED_SPANISH:
        return Q()
    is_reviewed = Q(translation_status__reviewed_text=F("translation_status__published_text"))
    return ~Q(content_type__model__in=REVIEWED_TYPES) | (is_reviewed & ~Q(translation_status__reviewed_text=""))


def is_complete() -> Q:
    """Return the condition for pages and rows all of whose texts are translated."""
    return Q(~Exists(_untranslated_texts()))


def _untranslated_texts() -> QuerySet:
    """Return the texts of the page in the outer query that have no translation. The slug needs none."""
    translations = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=OuterRef(OuterRef("locale")),
        has_error=False,
    )
    return (
        StringSegment.objects.filter(
            source__object_id=OuterRef("translation_key"),
            source__translations__target_locale=OuterRef("locale"),
            source__translations__enabled=True,
        )
        .exclude(context__path="slug")
        .exclude(Exists(translations))
    )


def _untranslated_rows() -> QuerySet:
    """Return the references of the page in the outer query to rows that are not, or not fully, translated."""
    shared = [model for model in apps.get_app_config("pages").get_models() if is_shared_row(model)]
    translated = [
        Exists(
            model._default_manager.filter(
                translation_key=OuterRef("object_id"), locale=OuterRef(OuterRef("locale"))
            ).filter(is_complete())
        )
        for model in shared
    ]
    return RelatedObjectSegment.objects.filter(
        source__object_id=OuterRef("translation_key"),
        source__translations__target_locale=OuterRef("locale"),
        source__translations__enabled=True,
    ).exclude(reduce(or_, map(Q, translated)))


def is_shared_row(model: type[Model]) -> bool:
    """Return whether the model is one of the translatable rows that pages share."""
    return issubclass(model, TranslatableMixin) and not issubclass(model, Page)


def in_reader_language(pages: Sequence[Page]) -> list[Page]:
    """Return the pages, each replaced by its translation into the reader's language if readers may see that.

    Takes pages of one type. One query; none if the reader's language is the source language.
    """
    code = reader_language()
    if is_source_language(code) or not pages:
        return [page for page in pages if page.live]
    keys = [page.translation_key for page in pages]
    translated = visible(type(pages[0]).objects.filter(translation_key__in=keys), code)
    translations = {page.translation_key: page for page in translated}
    candidates = [translations.get(page.translation_key, page) for page in pages]
    return [page for page in candidates if page.live]


def readable_translations(page: Page, codes: Iterable[str]) -> list[Page]:
    """Return the page in those of the languages in which readers may see it, and the page itself.

    Returns [] if the page has no translation that readers may see. The source language comes first. One query for each
    language other than the page's own.
    """
    same_page = Page.objects.filter(translation_key=page.translation_key).select_related("locale")
    others = sorted(set(codes) - {page.locale.language_code})
    translations = [translation for code in others for translation in visible(same_page, code)]
    pages = sorted([page, *translations], key=lambda one: not is_source_language(one.locale.language_code))
    return pages if translations else []
