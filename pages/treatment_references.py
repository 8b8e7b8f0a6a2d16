"""Query which conditions link to which treatments, from Wagtail's reference index.

A treatment option of a condition page may link to a treatment page. Wagtail stores each of these links as a reference.
Each function reads one group of references, and no more rows than it says.
"""

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

MAXIMUM_RELATED_PAGES = 5
MOST_CANDIDATES = 200  # pages with something in common among which the related pages are chosen


def treatment_references() -> QuerySet[ReferenceIndex]:
    """Return the references from conditions to treatments.

    `object_id` is the key of the condition page as text, `to_object_id` that of the treatment page.
    """
    return ReferenceIndex.objects.order_by().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Page),
        content_type=ContentType.objects.get_for_model(apps.get_model("pages", "ConditionPage")),
        model_path__endswith=".options.item.treatment",
    )


def conditions_with(translation_key: UUID) -> QuerySet[ReferenceIndex]:
    """Return the keys of the conditions that link to the treatment, in any language."""
    return _to_treatments([translation_key]).values_list(Cast("object_id", models.IntegerField()), flat=True)


def count_shared_treatments(translation_keys: Iterable[UUID]) -> dict[int, int]:
    """Return how many of these treatments conditions link to, by the key of the condition. At most 200 conditions."""
    counts = _to_treatments(translation_keys).values("object_id").annotate(count=Count("to_object_id", distinct=True))
    rows = counts.order_by("-count", "object_id").values_list("object_id", "count")[:MOST_CANDIDATES]
    return {int(key): count for key, count in rows}


def count_shared_conditions(conditions: Iterable[Page]) -> dict[UUID, int]:
    """Return how many of these conditions link to treatments, by the treatment's translation key. At most 200.

    References to a treatment and to its translation have the same translation key.
    """
    treatments = Page.objects.filter(pk=Cast(OuterRef("to_object_id"), models.IntegerField()))
    found = treatment_references().filter(object_id__in=[str(page.pk) for page in conditions])
    found = found.annotate(treatment=Subquery(treatments.values("translation_key")[:1]))
    counts = found.values("treatment").annotate(count=Count("object_id", distinct=True)).order_by("-count")
    return dict(counts.values_list("treatment", "count")[:MOST_CANDIDATES])


def _to_treatments(translation_keys: Iterable[UUID]) -> QuerySet[ReferenceIndex]:
    """Return the references to these treatments and to their translations."""
    treatments = Page.objects.order_by().filter(translation_key__in=list(translation_keys))
    return treatment_references().filter(to_object_id__in=treatments.values(as_text=Cast("pk", models.CharField())))
