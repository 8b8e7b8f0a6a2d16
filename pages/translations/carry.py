"""Keep the translation of a text that moves to another place on its page."""

from wagtail_localize.models import StringTranslation, Translation

from pages.translations.state import SLUG, missing_texts


def carry_over(translation: Translation) -> None:
    """Give texts without a translation the one that the same text had at another place on the page.

    The identifiers of blocks are part of a text's place, so a block that is written again has new places. The copies
    keep the person, the kind and the date of the translation.
    """
    missing: dict[int, list[int]] = {}
    for segment in missing_texts(translation):
        missing.setdefault(segment.string_id, []).append(segment.context_id)
    if not missing:
        return
    known = StringTranslation.objects.filter(
        translation_of__in=missing,
        locale=translation.target_locale_id,
        context__object_id=translation.source.object_id,
        has_error=False,
    )
    latest = {one.translation_of_id: one for one in known.exclude(context__path=SLUG).order_by("updated_at")}
    for string_id, one in latest.items():
        copies = StringTranslation.objects.bulk_create(
            [_copy(one, context_id) for context_id in dict.fromkeys(missing[string_id])], ignore_conflicts=True
        )
        # Set again: saving sets the current time, which would show the text as changed since the last publication.
        StringTranslation.objects.filter(
            translation_of=string_id,
            locale=translation.target_locale_id,
            context__in=[copy.context_id for copy in copies],
        ).update(updated_at=one.updated_at)


def _copy(one: StringTranslation, context_id: int) -> StringTranslation:
    return StringTranslation(
        translation_of_id=one.translation_of_id,
        locale_id=one.locale_id,
        context_id=context_id,
        data=one.data,
        translation_type=one.translation_type,
        tool_name=one.tool_name,
        last_translated_by_id=one.last_translated_by_id,
    )
