"""Explain to editors which parent pages a page type allows (`parent_page_types`).

Wagtail refuses other parents too, but its message is “you do not have permission”. Editors would then request a
permission that does not help.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page


def wrong_parent_message(model: type[Page]) -> str:
    """Return an error message that names the pages that a page of this type is allowed under."""
    parents = Page.objects.type(tuple(model.allowed_parent_page_models())).order_by("path")
    names = ", ".join(f"“{page.get_admin_display_title()}”" for page in parents)
    message = _(
        "A page of the type “%(type)s” is not allowed there. It belongs under %(parents)s: open that page and add it."
    )
    return message % {"type": capfirst(model.get_verbose_name()), "parents": names or "–"}


class ParentCheckingCopyForm(CopyForm):
    """Wagtail's form that copies a page, with an error message that explains which parent pages are allowed."""

    def clean(self) -> dict[str, Any]:
        """Refuse a parent that the page type does not allow."""
        cleaned_data = super().clean()
        parent = cleaned_data.get("new_parent_page")
        model = self.page.specific_class
        if parent and not model.can_exist_under(parent.specific):
            self._errors["new_parent_page"] = self.error_class([wrong_parent_message(model)])
        return cleaned_data


def refuse_wrong_parent(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Redirect to the choice of a destination with an error message if the page is not allowed there.

    Returns None if it is allowed. Registered for Wagtail's hook `before_move_page`.
    """
    if page.specific_class.can_exist_under(destination.specific):
        return None
    messages.error(request, wrong_parent_message(page.specific_class))
    return redirect("wagtailadmin_pages:move", page.pk)
