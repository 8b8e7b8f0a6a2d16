"""Views that delete or unpublish a page, as Wagtail's do, and send its readers to another page."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.delete import delete as wagtail_delete
from wagtail.admin.views.pages.unpublish import Unpublish
from wagtail.models import Page

from pages.vital_pages import refusal
from pages.withdrawal.leads import leads_to
from pages.withdrawal.new_target import NewTargetForm, send_readers_to

CASCADE_HOOK = "construct_translated_pages_to_cascade_actions"


def delete(request: HttpRequest, page_id: int) -> HttpResponse:
    """Confirm and delete a page with the pages below it. Raises `Http404`, `PermissionDenied`."""
    return _withdraw(request, page_id, "delete", with_descendants=True, view=wagtail_delete)


def unpublish(request: HttpRequest, page_id: int) -> HttpResponse:
    """Confirm and unpublish a page, if wanted with the pages below it. Raises `Http404`, `PermissionDenied`."""
    with_descendants = bool(request.POST.get("include_descendants"))
    return _withdraw(request, page_id, "unpublish", with_descendants, view=Unpublish.as_view())


def _withdraw(
    request: HttpRequest, page_id: int, action: str, with_descendants: bool, view: Callable[..., HttpResponse]
) -> HttpResponse:
    """Return the response of Wagtail's view, in which the page is withdrawn or the user is asked to confirm.

    Redirects are written before, because deleting a page deletes the redirects to it, and rolled back if the page was
    not withdrawn, for example because the user has no permission.
    """
    page = get_object_or_404(Page, pk=page_id).specific
    if sentence := refusal(page, with_descendants):
        messages.error(request, sentence)
        return redirect("wagtailadmin_pages:edit", page.pk)
    pages = [page, *_translations_withdrawn_too(page, action)]
    form = NewTargetForm(request.POST or None, pages=pages, with_descendants=with_descendants)
    target = form.cleaned_data["new_target"] if form.is_bound and form.is_valid() else None
    if form.is_bound and not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["new_target"])))
        return redirect(request.get_full_path())
    with transaction.atomic():
        if target:
            send_readers_to(target, form.withdrawn, is_permanent=action == "delete")
        response = view(request, page_id)
        remaining = Page.objects.filter(pk=page_id)
        if (remaining if action == "delete" else remaining.filter(live=True)).exists():
            transaction.set_rollback(True)
    return _confirmation(response, action, form, request)


def _translations_withdrawn_too(page: Page, action: str) -> list[Page]:
    """Return the pages that are withdrawn in the same action."""
    found: list[Page] = []
    for find in hooks.get_hooks(CASCADE_HOOK):
        for pages in (find([page], action) or {}).values():
            found.extend(pages)
    return [one for one in found if one.pk != page.pk]


def _confirmation(response: HttpResponse, action: str, form: NewTargetForm, request: HttpRequest) -> HttpResponse:
    """Add what leads to the page, and the choice of another page, to Wagtail's page that asks to confirm."""
    if isinstance(response, TemplateResponse):
        response.template_name = f"pages/admin/confirm_{action}.html"
        added: dict[str, Any] = {"leads": leads_to(form.withdrawn, request.user), "new_target_form": form}
        response.context_data = {**(response.context_data or {}), **added}
    return response
