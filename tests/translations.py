"""Translate pages for tests: each Spanish text is the English text with the prefix `ES `."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext, override
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation
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
    translation = submit(page)
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
    translation = submit(row)
    translate_strings(translation, leave_out)
    translation.save_target()
    return row.get_translation(translation.target_locale)


def translate_strings(translation, leave_out):
    """Translate the texts of a submitted page or row, except those in `leave_out`."""
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        if segment.context.path != "slug" and segment.string.data not in leave_out:
            StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                defaults={"data": MARK + segment.string.data},
            )
