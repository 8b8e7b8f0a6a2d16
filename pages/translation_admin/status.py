"""Keep `TranslationStatus` up to date: what is public, and since when the English page is different."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource

from pages.languages import is_source_language
from pages.models import TranslationStatus
from pages.shared_rows import pages_including
from pages.translation_admin.fingerprint import fingerprint_of_translation
from pages.translation_admin.progress import missing_texts


def record_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Record the text of a translated page that was published (receiver of `page_published`)."""
    if is_source_language(instance.locale.language_code) or instance.alias_of_id:
        return
    values: dict[str, Any] = {"published_text": fingerprint_of_translation(instance.specific)}
    source_locale = Locale.objects.filter(language_code=settings.LANGUAGE_CODE).values("pk")[:1]
    if not missing_texts(instance.translation_key, source_locale, instance.locale_id).exists():
        values["english_changed_at"] = None
    TranslationStatus.objects.update_or_create(page_id=instance.pk, defaults=values)


def record_change_of_english(
    sender: type[TranslationSource], instance: TranslationSource, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Record since when the translations of a page are out of step (receiver of `post_save` of the source)."""
    if created or raw:
        return
    translations = Page.objects.filter(translation_key=instance.object_id).exclude(locale_id=instance.locale_id)
    for key in translations.filter(alias_of=None).values_list("pk", flat=True):
        status, _created = TranslationStatus.objects.get_or_create(page_id=key)
        if status.english_changed_at is None:
            status.english_changed_at = timezone.now()
            status.save(update_fields=["english_changed_at"])


def record_change_of_row(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Record the new text of the reviewed pages that include a translated row (receiver of `post_save` of rows)."""
    if raw or is_source_language(instance.locale.language_code):
        return
    reviewed = TranslationStatus.objects.exclude(reviewed_text="")
    for status in reviewed.filter(page__in=pages_including(instance), page__locale=instance.locale_id):
        status.published_text = fingerprint_of_translation(status.page.specific)
        status.save(update_fields=["published_text"])
