"""Let translations follow their English page or row when it is published.

If nothing needs to be translated, the translation follows at once: a section that was deleted, a new image. If a text
is missing, only fields that are the same in every language follow, such as phone numbers, hours and addresses.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from modelcluster.fields import ParentalKey
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import SegmentOverride, Translation, TranslationSource

from pages.translations.carry import carry_over
from pages.translations.guard import already_checked
from pages.translations.state import has_unpublished_work, is_behind, is_complete, is_source


def follow_published_page(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Update the translations of an English page. Receives `page_published`."""
    if is_source(instance):
        follow(instance)


def follow_saved_row(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Update the translations of an English row, and of pages that wait for a row. Receives `post_save` of rows."""
    if raw:
        return
    if is_source(instance):
        follow(instance)
    elif instance.is_complete:
        for translation in _translations_with(instance):
            if is_behind(translation):
                update(translation)


@transaction.atomic
def follow(instance: Any) -> None:
    """Tell wagtail-localize the new texts of a page or row, and update its translations."""
    source = TranslationSource.objects.get_for_instance_or_none(instance)
    translations = list(source.translations.filter(enabled=True)) if source else []
    if not translations:
        return
    TranslationSource.update_or_create_from_instance(instance)
    for translation in translations:
        translation.source.refresh_from_db()
        carry_over(translation)
        update(translation)


def _translations_with(row: Any) -> Iterable[Translation]:
    """Return the translations of the pages that include the row."""
    pages = Translation.objects.filter(target_locale=row.locale_id, enabled=True).select_related("source")
    return pages.filter(source__relatedobjectsegment__object=row.translation_key).distinct()


def update(translation: Translation) -> None:
    """Bring a published translation in line with its English page or row, as far as no text is missing for it.

    A draft is not changed: it is written from its translations when a person publishes it. Translations that a person
    has written and not published yet stay unpublished.
    """
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist:
        return
    if isinstance(target, Page) and (not target.live or target.alias_of_id):
        return
    if is_complete(translation) and (_is_unfinished_row(target) or not has_unpublished_work(translation)):
        try:
            translation.save_target(publish=True)
        except ValidationError:
            pass  # wagtail-localize has stored the error beside the text
        else:
            return
    copy_synchronized_fields(translation, target)


def _is_unfinished_row(target: Any) -> bool:
    return not isinstance(target, Page) and not target.is_complete


def copy_synchronized_fields(translation: Translation, target: Any) -> None:
    """Copy the values that are the same in every language to a page or row, and publish it if one has changed."""
    source = translation.source.get_source_instance()
    if isinstance(target, Page):
        target = target.specific
    overridden = set(
        SegmentOverride.objects.filter(
            locale=translation.target_locale_id, context__object_id=translation.source.object_id
        ).values_list("context__path", flat=True)
    )
    if not _copy_fields(source, target, overridden):
        return
    with already_checked():
        if isinstance(target, Page):
            target.save_revision(clean=False).publish()
        else:
            target.save()


def _copy_fields(source: Any, target: Any, overridden: set[str]) -> bool:
    """Copy the values of synchronized fields; return whether one has changed."""
    is_changed = False
    for translatable in get_translatable_fields(type(source)):
        field = translatable.get_field(type(source))
        if _has_translated_rows(field):
            is_changed |= _copy_fields_of_rows(source, target, field, overridden)
        elif isinstance(translatable, SynchronizedField) and field.concrete and field.name not in overridden:
            value = field.value_from_object(source)
            if field.get_prep_value(value) != field.get_prep_value(field.value_from_object(target)):
                setattr(target, field.attname, value)
                is_changed = True
    return is_changed


def _copy_fields_of_rows(source: Any, target: Any, field: Any, overridden: set[str]) -> bool:
    """Copy the values of the rows of a page, such as the fields of a form, to the rows of its translation."""
    rows = {row.translation_key: row for row in getattr(source, field.name).all()}
    # The list in memory, which is stored with the page.
    translated = getattr(target, field.name).get_object_list()
    pairs = [(rows[row.translation_key], row) for row in translated if row.translation_key in rows]
    changes = [_copy_fields(row, copy, overridden) for row, copy in pairs]
    return any(changes)


def _has_translated_rows(field: Any) -> bool:
    return (
        isinstance(field, models.ManyToOneRel)
        and isinstance(field.remote_field, ParentalKey)
        and issubclass(field.related_model, TranslatableMixin)
    )
