"""What state a translation is in: complete, with unpublished changes, allowed to be public."""

import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import (
    RelatedObjectSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
)

from pages.translation_admin import required_review

SLUG = "slug"  # the only text that needs no translation


def is_shared_row(model: type[Model]) -> bool:
    """Return whether the model is one of the translatable rows that pages share."""
    return issubclass(model, TranslatableMixin) and not issubclass(model, Page)


def shared_row_models() -> list[type[Model]]:
    """Return the models of the translatable rows that pages share."""
    return [model for model in apps.get_app_config("pages").get_models() if is_shared_row(model)]


def is_source(instance: Any) -> bool:
    """Return whether the page or row is in the language that others are translated from."""
    return instance.locale.language_code == settings.LANGUAGE_CODE


def translation_of(instance: Any) -> Translation | None:
    """Return the record of the translation that wrote this page or row, if staff have not stopped it."""
    records = Translation.objects.select_related("source", "target_locale")
    return records.filter(
        source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True
    ).first()


def missing_texts(translation: Translation) -> QuerySet[StringSegment]:
    """Return the texts that have no valid translation."""
    translated = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=translation.target_locale_id,
        has_error=False,
    )
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    return segments.exclude(context__path=SLUG).exclude(Exists(translated))


def missing_rows(translation: Translation) -> QuerySet[RelatedObjectSegment]:
    """Return the references to passages and signs that are not fully translated."""
    complete = [
        Exists(
            model._default_manager.filter(
                translation_key=OuterRef("object_id"), locale=translation.target_locale_id, is_complete=True
            )
        )
        for model in shared_row_models()
    ]
    segments = RelatedObjectSegment.objects.filter(source_id=translation.source_id)
    return segments.exclude(reduce(or_, map(Q, complete)))


def is_complete(translation: Translation) -> bool:
    """Return whether every text is translated, and every passage and sign that the page includes."""
    return not missing_texts(translation).exists() and not missing_rows(translation).exists()


def last_written(translation: Translation) -> datetime.datetime | None:
    """Return when the page or row was last written from its translations; None if never."""
    logs = TranslationLog.objects.filter(source_id=translation.source_id, locale_id=translation.target_locale_id)
    return logs.order_by("-created_at").values_list("created_at", flat=True).first()


def has_unpublished_work(translation: Translation) -> bool:
    """Return whether a translation of a text was written since the page or row was last written from them."""
    written = last_written(translation)
    if written is None:
        return True
    of_page = Q(context__object_id=translation.source.object_id, locale_id=translation.target_locale_id)
    return any(
        model.objects.filter(of_page, updated_at__gt=written).exists() for model in (StringTranslation, SegmentOverride)
    )


def is_behind(translation: Translation) -> bool:
    """Return whether the English texts have changed since the page or row was last written from its translations."""
    written = last_written(translation)
    return written is None or written < translation.source.last_updated_at


def source_page_is_live(page: Page) -> bool:
    """Return whether the page that this one is translated from is public, or there is none."""
    sources = Page.objects.filter(translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE)
    is_live = sources.values_list("live", flat=True).first()
    return is_live is not False


def reason_not_to_publish(translation: Translation) -> str:
    """Return a sentence that says why the translated page must not become public; "" if it may."""
    if texts := missing_texts(translation).count():
        return ngettext("%(count)d text is not translated yet.", "%(count)d texts are not translated yet.", texts) % {
            "count": texts
        }
    row = missing_rows(translation).select_related("object", "source__locale").first()
    if row is not None:
        return _("“%(row)s”, which the page includes, is not translated yet.") % {"row": row.get_source_instance()}
    source = translation.source.get_source_instance()
    if isinstance(source, Page) and not source.live:
        return _("The English page is not public.")
    return required_review.reason_not_to_publish(translation)
