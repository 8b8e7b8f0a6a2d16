"""Translate pages for tests: each Spanish text is the English text with the prefix `ES `."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext, override
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import TranslationCreator

MARK = "ES "


def in_english():
    """Return the note in Spanish at the end of a link to an English page."""
    with override("es"):
        return gettext("(in English)")


def submit(page):
    """Submit the page for translation, as an editor does in the admin; return the `Translation`."""
    user, _created = get_user_model().objects.get_or_create(username="translator", is_superuser=True)
    TranslationCreator(user, [Locale.objects.get(language_code="es")]).create_translations(page)
    return Translation.objects.get(source__object_id=page.translation_key, target_locale__language_code="es")


def translate(page, leave_out=()):
    """Translate and publish the page. Return the Spanish page, a draft if texts in `leave_out` remain untranslated."""
    translation = translation_of(page)
    for segment in translation.source.relatedobjectsegment_set.select_related("object"):
        translate_row(segment.object.get_instance(page.locale))
    translate_strings(translation, leave_out)
    translation.save_target(publish=not leave_out)
    spanish_page = page.get_translation(translation.target_locale)
    if not leave_out:
        spanish_page.get_latest_revision().publish()
    spanish_page.refresh_from_db()
    return spanish_page


def translate_row(row, leave_out=()):
    """Translate a passage or a warning sign; return the Spanish row."""
    translation = translation_of(row)
    translate_strings(translation, leave_out)
    translation.save_target()
    return row.get_translation(translation.target_locale)


def translation_of(instance):
    """Return the `Translation` of a page or row. Unlike `submit`, write no Spanish page or row, which takes longer."""
    source, _created = TranslationSource.get_or_create_from_instance(instance)
    return Translation.objects.get_or_create(source=source, target_locale=Locale.objects.get(language_code="es"))[0]


def translate_strings(translation, leave_out):
    """Translate the texts of a submitted page or row, except those in `leave_out`."""
    segments = translation.source.stringsegment_set.exclude(context__path="slug").select_related("string")
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of=segment.string,
                locale=translation.target_locale,
                context_id=segment.context_id,
                data=MARK + segment.string.data,
            )
            for segment in segments
            if segment.string.data not in leave_out
        ],
        ignore_conflicts=True,  # texts that have a translation keep it
    )
