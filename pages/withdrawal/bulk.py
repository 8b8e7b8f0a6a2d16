"""Bulk actions that delete or unpublish pages, as Wagtail's do, and send their readers to another page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction, UnpublishBulkAction
from wagtail.models import Page

from pages.withdrawal.leads import leads_to
from pages.withdrawal.new_target import NewTargetForm, send_readers_to, withdrawn_pages


class UnpublishForm(NewTargetForm):
    """Asks for another page for the readers of pages that are unpublished, and whether pages below are unpublished."""

    include_descendants = forms.BooleanField(required=False, label=_("Unpublish the pages below them too"))


class NewTargetMixin:
    """A bulk action with a form that asks for another page for the readers."""

    is_permanent: bool

    def get_form_kwargs(self) -> dict[str, Any]:
        objects, _without_access = self.get_actionable_objects()
        with_descendants = self.action_type == "delete" or bool(self.request.POST.get("include_descendants"))
        return super().get_form_kwargs() | {"pages": objects, "with_descendants": with_descendants}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"leads": leads_to(context["form"].withdrawn, self.request.user)}

    def get_execution_context(self) -> dict[str, Any]:
        return super().get_execution_context() | {"new_target": self.cleaned_form.cleaned_data["new_target"]}

    @classmethod
    def execute_action(cls, objects: Sequence[Page], new_target: Page | None = None, **kwargs: Any) -> tuple[int, int]:
        """Withdraw the pages, and return how many were chosen and how many were below them."""
        if new_target:
            with_descendants = cls.action_type == "delete" or kwargs.get("include_descendants", False)
            send_readers_to(new_target, withdrawn_pages(objects, with_descendants), cls.is_permanent)
        return super().execute_action(objects, **kwargs)


class DeletePagesAction(NewTargetMixin, DeleteBulkAction):
    """Deletes pages with the pages below them."""

    form_class = NewTargetForm
    template_name = "pages/withdrawal/confirm_bulk_delete.html"
    is_permanent = True


class UnpublishPagesAction(NewTargetMixin, UnpublishBulkAction):
    """Unpublishes pages, if wanted with the pages below them."""

    form_class = UnpublishForm
    template_name = "pages/withdrawal/confirm_bulk_unpublish.html"
    is_permanent = False
