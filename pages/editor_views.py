"""The views of the page editor. They show what a rule of the model refuses while the page is saved.

The form is checked before the page is saved. A rule can still be broken afterwards, for example because another editor
took the address of the page in the meantime. Wagtail's views let the error through, which would be a 500.
"""

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from pages.allowed_parents import wrong_parent_message


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Add the error to the fields of the form that it names, or to the form if it has no such fields."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, texts in by_field.items():
        form.add_error(name if name in form.fields else None, texts)


class RefusingCreateView(CreateView):
    """The view that adds a page. It explains which parent pages are allowed, and shows errors of the model."""

    def dispatch(
        self,
        request: HttpRequest,
        content_type_app_name: str,
        content_type_model_name: str,
        parent_page_id: int,
    ) -> HttpResponse:
        """Redirect to the parent with an error message if the page is not allowed there. Raises `Http404`."""
        model = _page_model(content_type_app_name, content_type_model_name)
        parent = get_object_or_404(Page, pk=parent_page_id).specific
        if parent.permissions_for_user(request.user).can_add_subpage() and not model.can_exist_under(parent):
            messages.error(request, wrong_parent_message(model))
            return redirect("wagtailadmin_explore", parent.pk)
        return super().dispatch(request, content_type_app_name, content_type_model_name, parent_page_id)

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        """Save the page; return the form with the error, and save nothing, if a rule of the model is broken."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as error:
            self.page = self._new_page()
            self.form = self._new_form()
            add_errors(self.form, error)
            return self.form_invalid(self.form)

    def _new_page(self) -> Any:
        """Return a new page: the first one has a place in the tree that does not exist."""
        page = self.page_class(owner=self.request.user)
        page.locale = self.parent_page.locale if self.locale is None else self.locale
        return page

    def _new_form(self) -> Any:
        form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent_page,
            for_user=self.request.user,
        )
        form.is_valid()
        return form


class RefusingEditView(EditView):
    """The view of the page editor. It shows errors of the model in the form, with all that was typed."""

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        """Save the page; return the form with the error, and save nothing, if a rule of the model is broken."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as error:
            self.form.restore_required_fields()
            add_errors(self.form, error)
            return self.form_invalid(form)


def _page_model(app_label: str, model_name: str) -> type[Page]:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if not issubclass(model, Page):
        raise Http404
    return model
