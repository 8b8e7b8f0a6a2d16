"""Which treatments the options of which conditions point at, read from Wagtail's reference index."""

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

MAXIMUM_RELATED_PAGES = 5


def treatment_references():
    """Return the pointers, `object_id` being the condition and `treatment` the treatment's translation key.

    Pointers at a treatment and at its translation are pointers at the same treatment.
    """
    treatments = Page.objects.filter(pk=Cast(OuterRef("to_object_id"), models.IntegerField()))
    return ReferenceIndex.objects.filter(
        to_content_type__app_label="wagtailcore",
        to_content_type__model="page",
        content_type__app_label="pages",
        content_type__model="conditionpage",
        model_path__endswith=".options.item.treatment",
    ).annotate(treatment=Subquery(treatments.values("translation_key")))


def count_shared_treatments(translation_keys):
    """Return an expression: at how many of these treatments the condition in the outer query points."""
    found = treatment_references().filter(object_id=outer_field_as_text("pk"), treatment__in=list(translation_keys))
    return Subquery(
        found.order_by().values("object_id").annotate(count=Count("treatment", distinct=True)).values("count")
    )


def count_shared_conditions(conditions):
    """Return an expression: how many of these conditions point at the treatment in the outer query."""
    keys = [str(page.pk) for page in conditions]
    found = treatment_references().filter(object_id__in=keys, treatment=OuterRef("translation_key"))
    return Subquery(
        found.order_by().values("treatment").annotate(count=Count("object_id", distinct=True)).values("count")
    )


def outer_field_as_text(name):
    """Return a field of the outer query as the reference index keeps keys: as text."""
    return Cast(OuterRef(name), models.CharField())
