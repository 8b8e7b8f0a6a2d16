"""The mixin for pages that people's pages point to."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.utils.functional import cached_property

from pages.languages import visible

if TYPE_CHECKING:
    from pages.models.person import PersonPage


class PeopleMixin(models.Model):
    """Lists the people whose pages point to this page."""

    # The field of `PersonPage` with the pointers.
    people_field = ""

    class Meta:
        abstract = True

    @cached_property
    def people(self) -> "list[PersonPage]":
        """The people whom readers may see, in the order of their list. One query.

        Pointers lead to pages in the source language. They also count for the translations of these pages.
        """
        model: Any = apps.get_model("pages", "PersonPage")
        pointers = model._meta.get_field(self.people_field)
        target = pointers.m2m_reverse_field_name()
        of_page: Any = pointers.remote_field.through.objects.filter(
            **{f"{target}__translation_key": self.translation_key}  # type: ignore[attr-defined]  # a field of Page
        )
        people = model.objects.filter(pk__in=of_page.values(pointers.m2m_field_name()))
        return list(visible(people, self.language_code).order_by("path"))  # type: ignore[attr-defined]  # of BasePage
