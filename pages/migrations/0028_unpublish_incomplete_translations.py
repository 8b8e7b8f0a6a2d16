"""Unpublish Spanish pages that readers did not see, because a text on them is not translated.

From now on, readers see each Spanish page that is live. These pages are drafts, so that nothing changes for readers.
"""

from importlib import import_module

from django.db import migrations
from django.db.models import Exists, OuterRef

before = import_module("pages.migrations.0027_mark_complete_rows")
ROWS, translations_of, untranslated_texts = before.ROWS, before.translations_of, before.untranslated_texts


def unpublish_incomplete_pages(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    live = translations_of(apps, Page).filter(live=True, alias_of=None)
    keys = set(live.filter(Exists(untranslated_texts(apps))).values_list("pk", flat=True))
    segments = apps.get_model("wagtail_localize", "RelatedObjectSegment").objects.filter(
        source__object_id=OuterRef("translation_key"),
        source__translations__target_locale=OuterRef("locale"),
        source__translations__enabled=True,
    )
    for name in ROWS:
        complete = apps.get_model("pages", name).objects.filter(
            translation_key=OuterRef("object_id"), locale=OuterRef(OuterRef("locale")), is_complete=True
        )
        segments = segments.exclude(Exists(complete))
    keys |= set(live.filter(Exists(segments)).values_list("pk", flat=True))
    Page.objects.filter(pk__in=keys).update(live=False, has_unpublished_changes=True, live_revision=None)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0027_mark_complete_rows"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(unpublish_incomplete_pages, migrations.RunPython.noop)]
