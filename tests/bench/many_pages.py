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
    added = list(zip(cycle(sources), range(total - len(sources))))
    pages = [_page(parent, source, number) for source, number in added]
    Page.objects.bulk_create(pages, batch_size=CHUNK)
    columns = [field.column for field in ConditionPage._meta.local_concrete_fields]
    values = {"page_ptr_id": "%s", "other_names": "%s"}  # the others are copied
    names = ", ".join(f'"{column}"' for column in columns)
    selected = ", ".join(values.get(column, f'"{column}"') for column in columns)
    table = ConditionPage._meta.db_table
    rows = []
    for page, (source, number) in zip(pages, added, strict=True):
        own = {"page_ptr_id": page.pk, "other_names": _other_names(number)}
        rows.append([*(own[column] for column in columns if column in own), source.pk])
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{table}" ({names}) SELECT {selected} FROM "{table}" WHERE "page_ptr_id" = %s',  # noqa: S608
            rows,
        )
        cursor.execute("ANALYZE")
    Page.objects.filter(pk=parent.pk).update(numchild=total)
    increment_version()


def _kind_and_place(number):
    return KINDS[number % len(KINDS)], PLACES[number % len(PLACES)]


def _other_names(number):
    kind, place = _kind_and_place(number)
    return f"{kind} of the {place.lower()}, form {number}\nSore {place.lower()} {number}"


def _page(parent, source, number):
    kind, place = _kind_and_place(number)
    return Page(
        title=f"{place} {kind} {number}",
        draft_title=f"{place} {kind} {number}",
        slug=f"condition-{number}",
        url_path=f"{parent.url_path}condition-{number}/",
        path=Page._get_path(parent.path, parent.depth + 1, parent.numchild + number + 1),
        depth=parent.depth + 1,
        content_type=source.content_type,
        locale=parent.locale,
        translation_key=uuid4(),
        show_in_menus=True,
    )
