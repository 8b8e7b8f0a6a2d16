"""The mixin for pages that people's pages point to."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet


class PeopleMixin(models.Model):
    """Lists the people whose pages point to this page: `SiteContext.people` reads them."""

    # The field of `PersonPage` with the pointers.
    people_field = ""

    class Meta:
        abstract = True

    def people_pointing_here(self) -> QuerySet:
        """Return the people whose pages point to this page, published or not.

        Pointers lead to pages in the source language. They also count for the translations of these pages.
        """
        model: Any = apps.get_model("pages", "PersonPage")
        pointers = model._meta.get_field(self.people_field)
        target = pointers.m2m_reverse_field_name()
        of_page: Any = pointers.remote_field.through.objects.filter(
            **{f"{target}__translation_key": self.translation_key}  # type: ignore[attr-defined]  # a field of Page
        )
        return model.objects.order_by().filter(pk__in=of_page.values(pointers.m2m_field_name()))
