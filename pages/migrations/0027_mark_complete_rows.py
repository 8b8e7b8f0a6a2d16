"""Add `is_complete` to the shared rows: whether all texts of a translation are translated.

Until now each request looked for texts without a translation.
"""

from django.db import migrations, models
from django.db.models import Exists, OuterRef

ROWS = ("passage", "warningsign")


def untranslated_texts(apps):
    """Return the texts of the page or row in the outer query that have no translation. The slug needs none."""
    translations = apps.get_model("wagtail_localize", "StringTranslation").objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=OuterRef(OuterRef("locale")),
        has_error=False,
    )
    return (
        apps.get_model("wagtail_localize", "StringSegment")
        .objects.filter(
            source__object_id=OuterRef("translation_key"),
            source__translations__target_locale=OuterRef("locale"),
            source__translations__enabled=True,
        )
        .exclude(context__path="slug")
        .exclude(Exists(translations))
    )


def translations_of(apps, model):
    """Return the pages or rows of a model that are in another language than the first."""
    from django.conf import settings

    return model.objects.exclude(locale__language_code=settings.LANGUAGE_CODE)


def mark_rows(apps, schema_editor):
    for name in ROWS:
        rows = translations_of(apps, apps.get_model("pages", name))
        keys = list(rows.filter(Exists(untranslated_texts(apps))).values_list("pk", flat=True))
        rows.filter(pk__in=keys).update(is_complete=False)


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0026_add_shape_of_images"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="is_complete",
                field=models.BooleanField(default=True, editable=False, verbose_name="fully translated"),
            )
            for name in ROWS
        ),
        migrations.RunPython(mark_rows, migrations.RunPython.noop),
    ]
