"""Never write English into a live Spanish page or a complete Spanish row.

wagtail-localize writes the English text where a translation is missing, also into live pages. `install` puts
`save_target` in the place of its method `Translation.save_target`, through which its editor, its uploads and its
commands write. `publish` decides about revisions, and `keep_as_draft` is the last check, before a page is saved.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail_localize.models import String, StringTranslation, Translation, TranslationLog, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from pages.localize_private import hash_of_text, skip_missing_blocks
from pages.translations.placement import place_like_source
from pages.translations.segments import refresh_segments
from pages.translations.state import (
    has_unpublished_work,
    is_behind,
    is_complete,
    is_source,
    reason_not_to_publish,
    source_page_is_live,
    translation_of,
)

logger = logging.getLogger(__name__)

# Shorter texts may be the same in both languages: names, numbers, “Email”.
WORDS_OF_A_SENTENCE = 4

write_with_localize = Translation.save_target
checked: ContextVar[bool] = ContextVar("checked", default=False)
# Whether a row that is created as a translation now has all its texts.
new_row_is_complete: ContextVar[bool] = ContextVar("new_row_is_complete", default=False)


def install() -> None:
    """Let wagtail-localize write translations, and the list of their texts, through this package."""
    Translation.save_target = save_target
    TranslationSource.refresh_segments = refresh_segments
    skip_missing_blocks()


@contextmanager
def already_checked() -> Iterator[None]:
    """Save pages inside this block without looking for English texts in them."""
    before = checked.set(True)
    try:
        yield
    finally:
        checked.reset(before)


def save_target(translation: Translation, user: Any = None, publish: bool = True) -> None:
    """Write the translated page or row, if no English text becomes public by that.

    A live page is written only to publish it. A page that may not become public is written as a draft if it is not
    live. A row that is complete is written only if it stays so.

    Raises `ValidationError` with the reason if a page should be published and may not be, or if the model refuses it.
    """
    target = _target(translation)
    if issubclass(translation.source.specific_content_type.model_class(), Page):
        _save_page(translation, target, user, publish)
    else:
        _save_row(translation, target, user)


def _save_page(translation: Translation, target: Page | None, user: Any, publish: bool) -> None:
    reason = reason_not_to_publish(translation) if publish else ""
    is_public = target is not None and target.live and target.alias_of_id is None
    will_be_public = publish and not reason
    if will_be_public or not is_public:
        if target is not None and not will_be_public:
            # The target is a draft, or an alias with the English text, which is live and becomes a page of its own.
            Page.objects.filter(pk=target.pk).update(live=False)
        with already_checked():
            write_with_localize(translation, user=user, publish=will_be_public)
        place_like_source(_target(translation))
    if reason:
        raise ValidationError(reason)


def _save_row(translation: Translation, target: Any, user: Any) -> None:
    complete = is_complete(translation)
    if target is not None and target.is_complete and not (complete and _has_news(translation)):
        return
    if target is not None and target.is_complete != complete:
        type(target)._default_manager.filter(pk=target.pk).update(is_complete=complete)
    before = new_row_is_complete.set(complete)
    try:
        with already_checked():
            write_with_localize(translation, user=user, publish=True)
    finally:
        new_row_is_complete.reset(before)


def _has_news(translation: Translation) -> bool:
    """Return whether the English texts or their translations have changed since they were last written."""
    return is_behind(translation) or has_unpublished_work(translation)


def _target(translation: Translation) -> Any:
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist:
        return None


def publish(page: Page, revision: Revision, user: Any = None) -> bool:
    """Return whether Wagtail may publish this revision of the page as it is.

    If not, the page has been written from its current translations instead, or stays as it is. A page that staff
    translate text by text has no other content than its translations, so an older revision would bring English or
    old words back.
    """
    if checked.get() or page.alias_of_id or is_source(page):
        return True
    try:
        return _may_be_published(page, revision, user)
    except ValidationError as error:
        reason = " ".join(error.messages)
    logger.warning("The translation %s (page %s) was not published. %s", page, page.pk, reason)
    page.revisions.update(approved_go_live_at=None)
    return False


def _may_be_published(page: Page, revision: Revision, user: Any) -> bool:
    """Return whether Wagtail may publish the revision. If not, the current translations of the page are public.

    Raises `ValidationError` with the reason if the page must not become public.
    """
    translation = translation_of(page)
    if translation is None:
        _refuse(reason_not_to_publish_by_hand(revision.as_object()))
        return True
    written = _current_revision(translation)
    if written is None:
        translation.save_target(user=user, publish=True)
        return False
    _refuse(reason_not_to_publish(translation))
    if _is_published(page, written):
        # Two publications in one transaction: the first has published the revision that the second one wrote.
        page.revisions.update(approved_go_live_at=None)
        return False
    if written.pk != revision.pk:
        written.publish(user=user)
    return written.pk == revision.pk


def _refuse(reason: str) -> None:
    if reason:
        raise ValidationError(reason)


def _current_revision(translation: Translation) -> Revision | None:
    """Return the revision that holds the current translations of the current English texts; None if none does."""
    log = TranslationLog.objects.filter(source_id=translation.source_id, locale_id=translation.target_locale_id)
    last = log.order_by("-created_at", "-pk").select_related("revision").first()
    return last.revision if last and not _has_news(translation) else None


def _is_published(page: Page, revision: Revision) -> bool:
    return Page.objects.filter(pk=page.pk, live=True, live_revision=revision.pk).exists()


def reason_not_to_publish_by_hand(page: Page) -> str:
    """Return a sentence that says why a page that staff write by hand must not become public; "" if it may."""
    if not source_page_is_live(page):
        return _("The English page is not public.")
    if texts := english_texts(page):
        return _("This text is still in English: “%(text)s”") % {"text": StringValue(texts[0]).render_text()[:120]}
    return ""


def english_texts(instance: Any) -> list[str]:
    """Return the sentences of a page or row that are English texts of the site, and that no translator has confirmed.

    Every text that was ever given to translators is in the memory of translations. One query, two if texts are found.
    """
    segments = [value for value in extract_segments(instance) if isinstance(value, StringSegmentValue)]
    texts = {value.string.data for value in segments if len(value.render_text().split()) >= WORDS_OF_A_SENTENCE}
    known = String.objects.filter(data_hash__in=map(hash_of_text, texts)).exclude(locale_id=instance.locale_id)
    english = list(known.values_list("data", flat=True)) if texts else []
    if not english:
        return []
    confirmed = StringTranslation.objects.filter(data__in=english, locale_id=instance.locale_id)
    return sorted(set(english) - set(confirmed.values_list("data", flat=True)))


def keep_as_draft(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Make a page with English texts a draft before it is saved in another language. Receives `pre_save` of pages."""
    if raw or checked.get() or not issubclass(sender, Page) or not instance.live or instance.alias_of_id:
        return
    if is_source(instance) or not english_texts(instance):
        return
    instance.live, instance.has_unpublished_changes, instance.live_revision = False, True, None


def mark_row_by_hand(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Set `is_complete` of a row that staff write by hand in another language. Receives `pre_save` of shared rows."""
    if raw or checked.get() or is_source(instance) or translation_of(instance):
        return
    instance.is_complete = not english_texts(instance)
