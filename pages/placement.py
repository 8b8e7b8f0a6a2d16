"""Error messages for pages that an editor creates, copies or moves to a place where their type is not allowed.

Wagtail refuses such a page with “you do not have permission”. No permission would help, so this says where pages of the
type belong.
"""

from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.views.pages.create import CreateView
from wagtail.models import Page


def where_it_belongs(model: type[Page]) -> str:
    """Return a sentence that names the pages under which a page of this type is allowed."""
    parents = Page.objects.type(tuple(model.allowed_parent_page_models())).order_by("path")
    names = ", ".join(f"“{page.get_admin_display_title()}”" for page in parents)
    message = _(
        "A page of the type “%(type)s” is not allowed there. It belongs under %(parents)s: open that page and add it."
    )
    return message % {"type": capfirst(model.get_verbose_name()), "parents": names or "–"}


class PlacedCreateView(CreateView):
    """Wagtail's view to create a page, with a better message for a wrong parent."""

    def dispatch(
        self, request: HttpRequest, content_type_app_name: str, content_type_model_name: str, parent_page_id: int
    ) -> HttpResponse:
        """Redirect to the parent with a message if the page is not allowed below it."""
        model = _page_model(content_type_app_name, content_type_model_name)
        parent = get_object_or_404(Page, pk=parent_page_id).specific
        if parent.permissions_for_user(request.user).can_add_subpage() and not model.can_exist_under(parent):
            messages.error(request, where_it_belongs(model))
            return redirect("wagtailadmin_explore", parent.pk)
        return super().dispatch(request, content_type_app_name, content_type_model_name, parent_page_id)


class PlacedCopyForm(CopyForm):
    """Wagtail's form to copy a page, with a better message for a wrong parent."""

    def clean(self) -> dict[str, Any]:
        """Return the data, with an error for a parent under which the page is not allowed."""
        cleaned_data = super().clean()
        parent = cleaned_data.get("new_parent_page")
        model = self.page.specific_class
        if parent and not model.can_exist_under(parent.specific):
            self._errors["new_parent_page"] = self.error_class([where_it_belongs(model)])
        return cleaned_data


def explain_wrong_destination(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Redirect to the choice of a destination, with a message, if the page is not allowed below this one."""
    if page.specific_class.can_exist_under(destination.specific):
        return None
    messages.error(request, where_it_belongs(page.specific_class))
    return redirect("wagtailadmin_pages:move", page.pk)


def _page_model(app_label: str, model_name: str) -> type[Page]:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if not issubclass(model, Page):
        raise Http404
    return model
