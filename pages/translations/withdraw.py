"""Withdraw the translations of an English page with it: unpublish, delete and restrict them in the same action.

The signals are sent for every way: one page or many, at its expiry date, by a schedule or a command.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from pages.shared_rows import pages_including
from pages.translations.state import is_source


def translations_of(pages: Iterable[Page]) -> PageQuerySet:
    """Return the pages that are translated from these English pages, and the pages that only repeat them (aliases)."""
    keys = [page.translation_key for page in pages if is_source(page)]
    others = Page.objects.filter(translation_key__in=keys).exclude(locale__language_code=settings.LANGUAGE_CODE)
    return others.order_by("path")


def unpublish_translations(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Unpublish the translations of an English page. Receives `page_unpublished`."""
    for page in translations_of([instance]).filter(live=True).specific():
        page.unpublish()


def delete_translations(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Delete the translations of an English page, with the pages below them. Receives `pre_delete` of `Page`."""
    for key in translations_of([instance]).values_list("pk", flat=True):
        # A page above it may have been deleted just now.
        if page := Page.objects.filter(pk=key).first():
            page.delete()


def delete_translated_rows(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """Delete the translations of an English passage or sign. Receives `post_delete` of shared rows."""
    if is_source(instance):
        for row in type(instance)._default_manager.filter(translation_key=instance.translation_key):
            row.delete()


def pages_that_need(row: Any) -> PageQuerySet:
    """Return the public pages that would not be complete without this translated row, whose English row exists."""
    source = type(row)._default_manager.filter(
        translation_key=row.translation_key, locale__language_code=settings.LANGUAGE_CODE
    )
    if is_source(row) or not source.exists():
        return Page.objects.none()
    return Page.objects.live().filter(pk__in=pages_including(row), locale=row.locale_id, alias_of=None)


def unpublish_pages_without_row(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """Unpublish the pages that need a translated row before it is deleted. Receives `pre_delete` of shared rows."""
    for page in pages_that_need(instance).specific():
        page.unpublish()


def restrict_translations(sender: type[models.Model], instance: PageViewRestriction, **kwargs: Any) -> None:
    """Give the translations of an English page its restriction. Receives `post_save` of restrictions."""
    page = instance.page
    if not is_source(page):
        return
    for translated in translations_of([page]):
        restriction, _created = PageViewRestriction.objects.update_or_create(
            page=translated,
            defaults={"restriction_type": instance.restriction_type, "password": instance.password},
        )
        restriction.groups.set(instance.groups.all())


def change_groups(sender: type[models.Model], instance: Any, action: str, **kwargs: Any) -> None:
    """Give the translations the groups of a restriction. Receives `m2m_changed` of `PageViewRestriction.groups`."""
    if action.startswith("post_") and isinstance(instance, PageViewRestriction) and is_source(instance.page):
        restrict_translations(PageViewRestriction, instance)


def free_translations(sender: type[models.Model], instance: PageViewRestriction, **kwargs: Any) -> None:
    """Remove the restriction from the translations of an English page. Receives `post_delete` of restrictions."""
    page = Page.objects.filter(pk=instance.page_id).select_related("locale").first()
    if page and is_source(page):
        PageViewRestriction.objects.filter(page__in=translations_of([page])).delete()
