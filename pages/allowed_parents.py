"""Says where a page belongs when an editor tries to put it elsewhere.

Wagtail refuses such a page by itself, but only with “you do not have permission”, which sends an editor to
ask for a permission that would not help.
"""

from django.apps import apps
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.views.pages.create import CreateView
from wagtail.models import Page


def wrong_parent_message(model):
    """Return a sentence that names the pages under which a page of this type may stand."""
    parents = Page.objects.type(tuple(model.allowed_parent_page_models())).order_by("path")
    names = ", ".join(f"“{page.get_admin_display_title()}”" for page in parents)
    message = _(
        "A page of the type “%(type)s” cannot stand there. It belongs under %(parents)s: open that page and add it."
    )
    return message % {"type": capfirst(model.get_verbose_name()), "parents": names or "–"}


class ParentCheckingCreateView(CreateView):
    """Wagtail's view, except that it explains a wrong place."""

    def dispatch(self, request, content_type_app_name, content_type_model_name, parent_page_id):
        """Lead back to the parent with a sentence where the page may not stand below it."""
        model = _page_model(content_type_app_name, content_type_model_name)
        parent = get_object_or_404(Page, pk=parent_page_id).specific
        if parent.permissions_for_user(request.user).can_add_subpage() and not model.can_exist_under(parent):
            messages.error(request, wrong_parent_message(model))
            return redirect("wagtailadmin_explore", parent.pk)
        return super().dispatch(request, content_type_app_name, content_type_model_name, parent_page_id)


class ParentCheckingCopyForm(CopyForm):
    """Wagtail's form, except that it explains a wrong place, at the field where it was chosen."""

    def clean(self):
        """Refuse a parent under which the page may not stand."""
        cleaned_data = super().clean()
        parent = cleaned_data.get("new_parent_page")
        model = self.page.specific_class
        if parent and not model.can_exist_under(parent.specific):
            self._errors["new_parent_page"] = self.error_class([wrong_parent_message(model)])
        return cleaned_data


def refuse_wrong_parent(request, page, destination):
    """Lead back to the choice of a destination, with a sentence, where the page may not stand below this one."""
    if page.specific_class.can_exist_under(destination.specific):
        return None
    messages.error(request, wrong_parent_message(page.specific_class))
    return redirect("wagtailadmin_pages:move", page.pk)


def _page_model(app_label, model_name):
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if not issubclass(model, Page):
        raise Http404
    return model
