"""Copy the reviews that were typed as names into rows of their own, from the pages, the passages and their revisions.

The names stay as they are: nobody can be made the signer of a review that was only typed.
"""

from django.db import migrations

MODELS = ("ConditionPage", "TreatmentPage", "Passage")


def copy_reviews(apps, schema_editor):
    for name in MODELS:
        model = apps.get_model("pages", name)
        content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="pages", model=name.lower()
        )
        for row in model.objects.exclude(reviewed_by="").exclude(reviewed_on=None):
            row.review = copy_review(apps, content_type, row.pk, typed_in_row(row))
            model.objects.filter(pk=row.pk).update(review=row.review)
        copy_reviews_of_revisions(apps, model, content_type)


def typed_in_row(row):
    names = ("reviewed_by", "reviewed_on", "review_due", "reviewed_text")
    return {name: getattr(row, name) for name in names}


def copy_reviews_of_revisions(apps, model, content_type):
    """Copy the reviews of drafts and of earlier texts: they are valid when their text is published again."""
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(content_type=content_type).order_by("-pk")
    existing = set(model.objects.values_list("pk", flat=True))
    for revision in revisions.iterator():
        content = revision.content
        if content.get("reviewed_by") and content.get("reviewed_on") and int(revision.object_id) in existing:
            copy_review(apps, content_type, int(revision.object_id), content)


def copy_review(apps, content_type, object_id, typed):
    """Return the review of the target on this day, which is created if there is none, with the reviewed text."""
    review, _created = apps.get_model("pages", "Review").objects.get_or_create(
        content_type=content_type,
        object_id=object_id,
        reviewed_on=typed["reviewed_on"],
        defaults={"reviewer_name": typed["reviewed_by"], "review_due": typed.get("review_due") or None},
    )
    if typed.get("reviewed_text"):
        apps.get_model("pages", "ReviewedText").objects.get_or_create(
            review=review, fingerprint=typed["reviewed_text"]
        )
    return review


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0022_add_reviews'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [migrations.RunPython(copy_reviews, migrations.RunPython.noop)]
