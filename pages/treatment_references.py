"""Query which conditions link to which treatments, from Wagtail's reference index.

A treatment option of a condition page may link to a treatment page. Wagtail stores each of these links as a reference.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

MAXIMUM_RELATED_PAGES = 5


def treatment_references() -> QuerySet[ReferenceIndex]:
    """Return the references from conditions to treatments.

    `object_id` is the key of the condition page, `treatment` the translation key of the treatment page. References to a
    treatment and to its translation have the same translation key.
    """
    treatments = Page.objects.filter(pk=Cast(OuterRef("to_object_id"), models.IntegerField()))
    return ReferenceIndex.objects.filter(
        to_content_type__app_label="wagtailcore",
        to_content_type__model="page",
        content_type__app_label="pages",
        content_type__model="conditionpage",
        model_path__endswith=".options.item.treatment",
    ).annotate(treatment=Subquery(treatments.values("translation_key")))


def count_shared_treatments(translation_keys: Iterable[UUID]) -> Subquery:
    """Return an expression for the number of these treatments that the condition in the outer query links to."""
    found = treatment_references().filter(object_id=outer_field_as_text("pk"), treatment__in=list(translation_keys))
    return Subquery(
        found.order_by().values("object_id").annotate(count=Count("treatment", distinct=True)).values("count")
    )


def count_shared_conditions(conditions: Iterable[Page]) -> Subquery:
    """Return an expression for the number of these conditions that link to the treatment in the outer query."""
    keys = [str(page.pk) for page in conditions]
    found = treatment_references().filter(object_id__in=keys, treatment=OuterRef("translation_key"))
    return Subquery(
        found.order_by().values("treatment").annotate(count=Count("object_id", distinct=True)).values("count")
    )


def outer_field_as_text(name: str) -> Cast:
    """Return a field of the outer query as text, because the reference index stores keys as text."""
    return Cast(OuterRef(name), models.CharField())
