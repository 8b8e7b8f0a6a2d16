"""Say in the admin why a translation is not published, and what is withdrawn with an English page."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from pages.translations.guard import reason_not_to_publish_by_hand
from pages.translations.state import is_source, reason_not_to_publish, translation_of


def _reason(page: Page) -> str:
    """Return why the latest version of this page must not become public; "" if it may."""
    if is_source(page) or page.alias_of_id:
        return ""
    if translation := translation_of(page):
        return reason_not_to_publish(translation)
    return reason_not_to_publish_by_hand(page.get_latest_revision_as_object())


def refuse_to_publish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish a page in the editor that still has English texts. For `before_publish_page`.

    Also refuses an older version of a page that staff translate text by text: it is published from its translations.
    """
    if is_source(page):
        return None
    message = reason_not_to_publish_by_hand(page)
    if translation_of(page):
        message = _("This page is published from its translations. Open it, and change the texts there.")
    if not message:
        return None
    messages.error(request, _not_published(page, message))
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_to_publish_together(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Refuse to publish pages together of which one may not become public. For `before_bulk_action`."""
    if action_type != "publish":
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    if action.cleaned_form and action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [below for page in pages for below in page.get_descendants().not_live()]
    refused = [(page, reason) for page in pages if (reason := _reason(page.specific))]
    for page, reason in refused:
        messages.error(request, _not_published(page, reason))
    return redirect(action.next_url) if refused else None


def refuse_to_leave_language(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse to move a page below one in another language. For `before_move_page`."""
    if not _is_in_another_language(page, destination):
        return None
    messages.error(request, _other_language(destination))
    return redirect("wagtailadmin_pages:move", page.pk)


def refuse_to_leave_language_together(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Refuse to move pages together below one in another language. For `before_bulk_action`."""
    if action_type != "move" or action.cleaned_form is None:
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    if not any(_is_in_another_language(page, destination) for page in objects):
        return None
    messages.error(request, _other_language(destination))
    return redirect(action.next_url)


def refuse_to_copy_to_another_language(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to copy a page below one in another language. For `before_copy_page`."""
    chosen = request.POST.get("new_parent_page", "")
    destination = Page.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
    if destination is None or not _is_in_another_language(page, destination):
        return None
    messages.error(request, _other_language(destination))
    return redirect("wagtailadmin_pages:copy", page.pk)


def _is_in_another_language(page: Page, destination: Page) -> bool:
    return not destination.is_root() and page.locale_id != destination.locale_id


def _other_language(destination: Page) -> str:
    return _(
        "“%(page)s” is a page in another language. Choose “Translate this page” instead: it puts the translation "
        "at the right place."
    ) % {"page": destination.get_admin_display_title()}


def refuse_to_unlink_alias(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to make a page of its own from an alias in another language. For `before_convert_alias_page`."""
    if is_source(page):
        return None
    messages.error(
        request,
        _("“%(page)s” would be an English page among the Spanish ones. Choose “Translate this page” instead.")
        % {"page": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def _not_published(page: Page, reason: str) -> str:
    return _("“%(page)s” was not published. %(reason)s") % {"page": page.get_admin_display_title(), "reason": reason}
