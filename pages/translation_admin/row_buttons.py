"""The buttons of wagtail-localize in the lists of pages, with what they depend on read for the whole list at once.

Its own function for these buttons reads the database twice for each page of the list.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button as ListingButton
from wagtail.models import Locale, Page
from wagtail_localize import wagtail_hooks as localize
from wagtail_localize.models import Translation, TranslationSource

from pages.wagtail_private import replace_hook

LIST_HOOK = "register_page_listing_more_buttons"


def add_translations(parent_page: Page, pages: QuerySet, request: HttpRequest) -> QuerySet:
    """Return the pages with `languages_missing` and `source_to_sync`, the key of the source or None.

    Receives the hook `construct_explorer_page_queryset`.
    """
    same = Page.objects.order_by().filter(translation_key=OuterRef("translation_key"), alias_of__isnull=True)
    languages = same.values("translation_key").annotate(number=Count("locale", distinct=True)).values("number")
    is_used = Exists(Translation.objects.filter(source=OuterRef("pk"), enabled=True))
    sources = TranslationSource.objects.filter(is_used, object_id=OuterRef("translation_key"))
    of_page = sources.filter(locale=OuterRef("locale"))
    return pages.annotate(
        languages_missing=Locale.objects.count() - Coalesce(Subquery(languages), 0),
        source_to_sync=Subquery(of_page.values("pk")[:1]),
    )


def row_buttons(
    page: Any, user: Any, view_name: str | None = None, next_url: str | None = None
) -> Iterator[ListingButton]:
    """Yield the buttons of one page in a list: “Translate this page” and “Sync translated pages”."""
    if not hasattr(page, "languages_missing"):
        yield from localize.page_listing_more_buttons(page, user, view_name, next_url)
        return
    if page.is_root() or not user.has_perm("wagtail_localize.submit_translation"):
        return
    if page.languages_missing:
        url = reverse("wagtail_localize:submit_page_translation", args=[page.alias_of_id or page.pk])
        yield ListingButton(_("Translate this page"), url, priority=60, icon_name="wagtail-localize-language")
    if page.source_to_sync:
        url = reverse("wagtail_localize:update_translations", args=[page.source_to_sync])
        url += f"?{urlencode({'next': next_url})}" if next_url else ""
        yield ListingButton(_("Sync translated pages"), url, priority=60, icon_name="resubmit")


def use_in_lists() -> None:
    """Use these buttons in the lists of pages."""
    hooks.register("construct_explorer_page_queryset", add_translations)
    replace_hook(LIST_HOOK, localize.page_listing_more_buttons, row_buttons)
