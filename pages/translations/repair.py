"""Find Spanish pages that show English, and publish them from their translations, or unpublish them.

Needed once, for sites that were in use before `pages.translations.guard`: until then, a page that was published before
its last text was translated showed the English text.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from pages.translations.guard import english_texts
from pages.translations.state import translation_of


def repair_translations() -> list[str]:
    """Return the titles of the pages that were published from their translations or unpublished."""
    live = Page.objects.live().filter(alias_of=None).exclude(locale__language_code=settings.LANGUAGE_CODE)
    return [page.title for page in live.select_related("locale").specific().order_by("path") if _repair(page)]


def _repair(page: Page) -> bool:
    """Return whether the page showed English, which it does not any more."""
    translation = translation_of(page)
    if not (_shows_english(page, translation) if translation else english_texts(page)):
        return False
    if not (translation and _is_published_from(translation)):
        page.unpublish()
    return True


def _is_published_from(translation: Translation) -> bool:
    try:
        translation.save_target(publish=True)
    except ValidationError:
        return False
    return True


def _shows_english(page: Page, translation: Translation) -> bool:
    """Return whether a text of the page is still the English one, though it has a translation, or needs one."""
    shown = {value.path: value.string.data for value in extract_segments(page) if isinstance(value, StringSegmentValue)}
    segments = StringSegment.objects.filter(source_id=translation.source_id).exclude(context__path="slug")
    translations = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale_id, has_error=False
    )
    confirmed = {
        (one.translation_of_id, one.context_id)
        for one in translations.select_related("translation_of")
        if one.data == one.translation_of.data
    }
    return any(
        shown.get(segment.context.path) == segment.string.data
        and (segment.string_id, segment.context_id) not in confirmed
        for segment in segments.select_related("string", "context")
    )
