"""Keep translated pages where their English pages are: below the same page, in the same order."""

from typing import Any

from django.conf import settings
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from pages.translations.state import is_source


def move_translations(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Move the translations of an English page that was moved or reordered. Receives `post_page_move`."""
    if not is_source(instance) or instance.depth <= 2:
        return
    for translated in Page.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk):
        place_like_source(translated)


def place_like_source(page: Page | None) -> None:
    """Move a translated page below the translation of its English page's parent, in the order of the English pages.

    Pages that exist in this language only stay where they are.
    """
    if page is None or page.depth <= 2:
        return
    source = Page.objects.filter(
        translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE
    ).first()
    if source is None or source.depth <= 2 or source.pk == page.pk:
        return
    page = Page.objects.get(pk=page.pk)
    parent = _parent_of_translation(source, page)
    before = _translated_siblings_before(source, parent)
    if page.is_child_of(parent) and _is_placed(page, parent, before):
        return
    if not page.is_child_of(parent):
        _take_free_slug(page, parent)
    if before:
        page.move(Page.objects.get(pk=before[-1].pk), pos="right")
    elif first := parent.get_children().exclude(pk=page.pk).order_by("path").first():
        page.move(first, pos="left")
    elif not page.is_child_of(parent):
        page.move(parent, pos="first-child")


def _parent_of_translation(source: Page, page: Page) -> Page:
    """Return the page below which the translation belongs. If it does not exist, create it as an alias, not public."""
    parent = source.get_parent()
    translated = parent.get_translation_or_none(page.locale)
    return translated or parent.specific.copy_for_translation(page.locale, copy_parents=True, alias=True)


def _translated_siblings_before(source: Page, parent: Page) -> list[Page]:
    """Return the pages below the parent whose English pages come before this one, in the order of the English pages."""
    keys = source.get_prev_siblings().values_list("translation_key", flat=True) if source.depth > 2 else []
    order = {key: number for number, key in enumerate(reversed(list(keys)))}
    siblings = parent.get_children().filter(translation_key__in=order)
    return sorted(siblings, key=lambda page: order[page.translation_key])


def _take_free_slug(page: Page, parent: Page) -> None:
    """Change the slug of the page if another page below the new parent has it."""
    slug = find_available_slug(parent, page.slug, ignore_page_id=page.pk)
    if slug != page.slug:
        Page.objects.filter(pk=page.pk).update(slug=slug)
        page.refresh_from_db()


def _is_placed(page: Page, parent: Page, before: list[Page]) -> bool:
    """Return whether the page comes after each of `before`, and before all other translated siblings."""
    source_keys = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE).values("translation_key")
    siblings = parent.get_children().exclude(pk=page.pk).filter(translation_key__in=source_keys)
    expected = {one.pk for one in before}
    actual = {one.pk for one in siblings if one.path < page.path}
    return actual == expected
