"""Find which conditions point at which treatments, in Wagtail's reference index.

An option in a condition's section on treatment points at a `TreatmentPage`. No other record exists.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

MOST_RELATED = 5


def pointers() -> QuerySet:
    """Return the pointers: `object_id` is the condition, `treatment` the translation key of the treatment.

    A pointer at a translation of a treatment counts as a pointer at that treatment.
    """
    treatments = Page.objects.filter(pk=Cast(OuterRef("to_object_id"), models.IntegerField()))
    return ReferenceIndex.objects.filter(
        to_content_type__app_label="wagtailcore",
        to_content_type__model="page",
        content_type__app_label="pages",
        content_type__model="conditionpage",
        model_path__endswith=".options.item.treatment",
    ).annotate(treatment=Subquery(treatments.values("translation_key")))


def number_of_treatments(translation_keys: Iterable[UUID]) -> Subquery:
    """Return an expression for the number of these treatments at which the condition in the outer query points."""
    found = pointers().filter(object_id=as_text("pk"), treatment__in=list(translation_keys))
    return Subquery(
        found.order_by().values("object_id").annotate(count=Count("treatment", distinct=True)).values("count")
    )


def number_of_conditions(conditions: Iterable[Page]) -> Subquery:
    """Return an expression for the number of these conditions that point at the treatment in the outer query."""
    keys = [str(page.pk) for page in conditions]
    found = pointers().filter(object_id__in=keys, treatment=OuterRef("translation_key"))
    return Subquery(
        found.order_by().values("treatment").annotate(count=Count("object_id", distinct=True)).values("count")
    )


def as_text(name: str) -> Cast:
    """Return a field of the outer query as text, which is how the reference index stores keys."""
    return Cast(OuterRef(name), models.CharField())
