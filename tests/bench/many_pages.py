"""Add thousands of conditions, as rows of the database: publishing each would take hours."""

from itertools import cycle
from uuid import uuid4

from django.db import connection
from wagtail.models import Page

from pages.models import ConditionIndexPage, ConditionPage
from pages.site_version import increment_version

CHUNK = 500
PLACES = ("Knee", "Hip", "Neck", "Shoulder", "Elbow", "Wrist", "Ankle", "Foot", "Jaw", "Rib")
KINDS = ("Pain", "Strain", "Neuralgia", "Arthritis", "Bursitis", "Neuropathy", "Sprain")


def add_pages(total):
    """Add conditions with different names and the texts of the seeded ones until there are `total`."""
    parent = ConditionIndexPage.objects.get(locale__language_code="en")
    sources = list(ConditionPage.objects.child_of(parent))
    numbers = range(total - len(sources))
    pages = [_condition(parent, source, number) for source, number in zip(cycle(sources), numbers)]
    fields = [field.attname for field in Page._meta.concrete_fields if field.name != "id"]
    bases = [Page(**{name: getattr(page, name) for name in fields}) for page in pages]
    for base, page in zip(Page.objects.bulk_create(bases, batch_size=CHUNK), pages, strict=True):
        page.pk = page.page_ptr_id = page.id = base.pk
        page.save_base(raw=True, force_insert=True)
    Page.objects.filter(pk=parent.pk).update(numchild=total)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    increment_version()


def _condition(parent, source, number):
    place, kind = PLACES[number % len(PLACES)], KINDS[number % len(KINDS)]
    return ConditionPage(
        title=f"{place} {kind} {number}",
        draft_title=f"{place} {kind} {number}",
        slug=f"condition-{number}",
        url_path=f"{parent.url_path}condition-{number}/",
        path=ConditionPage._get_path(parent.path, parent.depth + 1, parent.numchild + number + 1),
        depth=parent.depth + 1,
        content_type=source.content_type,
        locale=parent.locale,
        translation_key=uuid4(),
        show_in_menus=True,
        body_areas=["neck"],
        introduction=source.introduction,
        other_names=f"{kind} of the {place.lower()}, form {number}\nSore {place.lower()} {number}",
        body=source.body,
    )
