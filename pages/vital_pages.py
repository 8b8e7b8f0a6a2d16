"""Pages that every page of the site needs: they cannot be withdrawn, moved or restricted.

Apps name these pages in a function that they register for the hook `register_vital_pages`. The check is part of the
database operations: whatever view, bulk action, job or API starts the operation, it raises a `ValidationError`. Its
sentence says why, and what to do instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction

HOOK = "register_vital_pages"


@dataclass(frozen=True)
class VitalPage:
    """A page that the whole site needs, and why. The sentence contains `%(page)s`, the page that would be withdrawn."""

    page: Page
    sentence: str | Promise


def vital_pages() -> list[VitalPage]:
    """Return the vital pages that all apps name."""
    return [vital for find in hooks.get_hooks(HOOK) for vital in find()]


def refusal(page: Page, with_descendants: bool = True) -> str:
    """Return why the page cannot be withdrawn, or "" if it can.

    With descendants, the page cannot be withdrawn if a page below it is vital.
    """
    concerned = [vital for vital in vital_pages() if vital.page.path.startswith(page.path)]
    itself = [vital for vital in concerned if vital.page.pk == page.pk]
    for vital in itself or (concerned if with_descendants else []):
        return str(vital.sentence) % {"page": page.specific_deferred.get_admin_display_title()}
    return ""


def refuse(page: Page, with_descendants: bool = True) -> None:
    """Raise `ValidationError` if the page cannot be withdrawn."""
    if sentence := refusal(page, with_descendants):
        raise ValidationError(sentence, code="vital")


def refuse_first(pages: Iterable[Page], with_descendants: bool = True) -> None:
    """Raise `ValidationError` for the first of the pages that cannot be withdrawn."""
    for page in pages:
        refuse(page, with_descendants)


def refuse_to_unpublish(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """Raise `ValidationError` if a vital page that is live would be saved as not live. Receives `pre_save`."""
    if raw or not isinstance(instance, Page) or instance.live or not instance.pk:
        return
    if Page.objects.filter(pk=instance.pk, live=True).exists():
        refuse(instance, with_descendants=False)


def refuse_to_delete(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Raise `ValidationError` if a vital page would be deleted. Receives `pre_delete`."""
    if isinstance(instance, Page) and sender is not Page:
        refuse(instance, with_descendants=False)


def refuse_to_move(instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    """Raise `ValidationError` if a vital page would get another address. Receives `pre_page_move`.

    Another order of the pages below the same parent is no move.
    """
    if url_path_before != url_path_after:
        refuse(instance)


def refuse_to_restrict(instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    """Raise `ValidationError` if a vital page would be restricted. Receives `pre_save`."""
    if not raw:
        refuse(instance.page)
