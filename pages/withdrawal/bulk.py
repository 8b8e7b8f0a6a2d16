"""Bulk actions that delete or unpublish pages, as Wagtail's do, and send their readers to another page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction, UnpublishBulkAction
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from pages.vital_pages import refuse_first
from pages.withdrawal.leads import leads_to
from pages.withdrawal.new_target import NewTargetForm, send_readers_to, withdrawn_pages


class UnpublishForm(NewTargetForm):
    """Asks for another page for the readers of pages that are unpublished, and whether pages below are unpublished."""

    include_descendants = forms.BooleanField(required=False, label=_("Unpublish the pages below them too"))


class NewTargetMixin(PageBulkAction):
    """A bulk action with a form that asks for another page for the readers.

    `deletes` says that the pages are deleted, with all pages below them.
    """

    deletes = False

    @property
    def with_descendants(self) -> bool:
        """Whether the pages below are withdrawn too."""
        return self.deletes or bool(self.request.POST.get("include_descendants"))

    def get_form_kwargs(self) -> dict[str, Any]:
        objects, _without_access = self.get_actionable_objects()
        return super().get_form_kwargs() | {"pages": objects, "with_descendants": self.with_descendants}

    def prepare_action(self, objects: Sequence[Page], objects_without_access: dict[str, Any]) -> HttpResponse | None:
        """Raise `ValidationError` for a page that cannot be withdrawn, before anything is changed."""
        refuse_first(objects, self.with_descendants)
        return super().prepare_action(objects, objects_without_access)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"leads": leads_to(context["form"].withdrawn, self.request.user)}

    def get_execution_context(self) -> dict[str, Any]:
        return super().get_execution_context() | {"new_target": self.cleaned_form.cleaned_data["new_target"]}

    @classmethod
    def execute_action(cls, objects: Sequence[Page], new_target: Page | None = None, **kwargs: Any) -> tuple[int, int]:
        """Withdraw the pages, and return how many were chosen and how many were below them."""
        if new_target:
            with_descendants = cls.deletes or kwargs.get("include_descendants", False)
            send_readers_to(new_target, withdrawn_pages(objects, with_descendants), is_permanent=cls.deletes)
        return super().execute_action(objects, **kwargs)


class DeletePagesAction(NewTargetMixin, DeleteBulkAction):
    """Deletes pages with the pages below them."""

    form_class = NewTargetForm
    template_name = "pages/admin/confirm_bulk_delete.html"
    deletes = True


class UnpublishPagesAction(NewTargetMixin, UnpublishBulkAction):
    """Unpublishes pages, if wanted with the pages below them."""

    form_class = UnpublishForm
    template_name = "pages/admin/confirm_bulk_unpublish.html"
