"""Find the pages that include a shared row, and keep their medical reviews up to date when the row changes."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from wagtail.models import Page, ReferenceIndex

from pages.clinical_text import fingerprint_of_page


def pages_including(row: Any) -> list[int]:
    """Return the keys of the pages that include the row, in any language."""
    same = type(row)._default_manager.filter(translation_key=row.translation_key)
    references = ReferenceIndex.objects.none()
    for one in same:
        references = references | ReferenceIndex.get_references_to(one)
    keys = references.filter(base_content_type__app_label="wagtailcore", base_content_type__model="page")
    return sorted({int(key) for key in keys.values_list("object_id", flat=True)})


def reviewed_pages_including(row: Any) -> list[Any]:
    """Return the pages with a signed review that include the row."""
    pages = Page.objects.filter(pk__in=pages_including(row)).specific()
    return [page for page in pages if getattr(page, "is_signed", False)]


def versions(page: Any) -> list[Any]:
    """Return the published version of the page and its latest revision, as pages."""
    latest = page.get_latest_revision()
    return [page, *([latest.as_object()] if latest else [])]


def fingerprints(pages: Iterable[Any]) -> dict[int, list[str]]:
    """Return the fingerprints of both versions of each page, by its key."""
    return {page.pk: [fingerprint_of_page(one, one.clinical_fields) for one in versions(page)] for page in pages}


def update_reviews(row: Model, before: dict[int, list[str]]) -> None:
    """Record which reviews of pages with this row have lapsed, or are valid again, after the row was saved.

    `before` has the fingerprints that the pages had before, if the change is not medical: reviews of these texts are
    then valid for the new ones.
    """
    pages = reviewed_pages_including(row)
    for key, now in fingerprints(pages).items():
        new = dict(zip(before.get(key, []), now, strict=False))
        page = next(page for page in pages if page.pk == key)
        reviewed_text = new.get(page.reviewed_text, page.reviewed_text)
        type(page)._default_manager.filter(pk=key).update(
            reviewed_text=reviewed_text, is_review_lapsed=reviewed_text != now[0]
        )
        _update_revisions(page, new, now[-1])


def _update_revisions(page: Any, new: dict[str, str], latest_fingerprint: str) -> None:
    for revision in page.revisions.all():
        reviewed = revision.content.get("reviewed_text")
        values = {"reviewed_text": new.get(reviewed, reviewed)}
        if revision.pk == page.latest_revision_id and revision.content.get("reviewed_on"):
            values["is_review_lapsed"] = values["reviewed_text"] != latest_fingerprint
        if any(revision.content.get(name) != value for name, value in values.items()):
            revision.content |= values
            revision.save(update_fields=["content"])
