"""Find the pages that include a shared row, and keep their medical reviews up to date when the row changes."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, ReferenceIndex

from pages.models.review import Review
from pages.signatures import keep


def pages_including(row: Any) -> list[int]:
    """Return the keys of the pages that include the row, in any language."""
    same = type(row)._default_manager.filter(translation_key=row.translation_key)
    of_pages = {"base_content_type": ContentType.objects.get_for_model(Page)}
    references = ReferenceIndex.get_references_to_in_bulk(same).filter(**of_pages)
    return sorted({int(key) for key in references.values_list("object_id", flat=True)})


def reviewed_pages_including(row: Any) -> list[Any]:
    """Return the pages with a signed review that include the row."""
    # Most pages have none: reading a page with all its sections takes longer than this query.
    signed = Review.objects.filter(object_id__in=pages_including(row)).values("object_id")
    pages = Page.objects.filter(pk__in=signed).specific()
    return [page for page in pages if getattr(page, "is_signed", False)]


def versions(page: Any) -> list[Any]:
    """Return the published version of the page and its latest revision, as pages."""
    latest = page.get_latest_revision()
    return [page, *([latest.as_object()] if latest else [])]


def valid_reviews(pages: Iterable[Any]) -> dict[int, list[Any]]:
    """Return, by the key of the page, the valid review of each version, or None."""
    return {page.pk: [version.review if version.is_reviewed else None for version in versions(page)] for page in pages}


def update_reviews(row: Model, kept: dict[int, list[Any]], user: Any) -> None:
    """Record which reviews of pages with this row have lapsed, or are valid again, after the row was saved.

    `kept` are the reviews that were valid before, if the user has declared that the change is not medical: they stay
    valid for the new texts.
    """
    pages = reviewed_pages_including(row)
    if kept:
        pairs = [pair for page in pages for pair in zip(kept.get(page.pk, []), versions(page), strict=False)]
        keep([(review, version) for review, version in pairs if review], user, row)
    for page in pages:
        page.store_review()
