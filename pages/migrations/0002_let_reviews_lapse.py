from django.db import migrations, models

from pages.clinical_text import fingerprint, fingerprint_of_page

CLINICAL_FIELDS = {
    "ConditionPage": ("title", "other_names", "introduction", "body", "sources", "introduction_heading"),
    "TreatmentPage": ("title", "other_names", "introduction", "body", "sources"),
}


def record_what_was_reviewed(apps, schema_editor):
    """Let each signature given so far stand for the text that is published under it."""
    Revision = apps.get_model("wagtailcore", "Revision")
    for name, fields in CLINICAL_FIELDS.items():
        model = apps.get_model("pages", name)
        signed = {}
        for page in model.objects.exclude(reviewed_by="").exclude(reviewed_on=None):
            text = fingerprint_of_page(page, fields)
            model.objects.filter(pk=page.pk).update(reviewed_text=text)
            signed[str(page.pk), str(page.reviewed_on)] = text
        revisions = Revision.objects.filter(content_type__app_label="pages", content_type__model=name.lower())
        for revision in revisions.iterator():
            if revision.content.get("reviewed_by") and revision.content.get("reviewed_on"):
                text = fingerprint(model, fields, revision.content)
                reviewed = signed.get((revision.object_id, revision.content["reviewed_on"]), text)
                revision.content |= {"reviewed_text": reviewed, "is_review_lapsed": reviewed != text}
                revision.save(update_fields=["content"])


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='conditionpage',
            name='is_review_lapsed',
            field=models.BooleanField(default=False, editable=False, verbose_name='text has changed since its review'),
        ),
        migrations.AddField(
            model_name='conditionpage',
            name='reviewed_text',
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name='fingerprint of the text reviewed'),
        ),
        migrations.AddField(
            model_name='treatmentpage',
            name='is_review_lapsed',
            field=models.BooleanField(default=False, editable=False, verbose_name='text has changed since its review'),
        ),
        migrations.AddField(
            model_name='treatmentpage',
            name='reviewed_text',
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name='fingerprint of the text reviewed'),
        ),
        migrations.AlterField(
            model_name='conditionpage',
            name='reviewed_on',
            field=models.DateField(blank=True, help_text='When the medical text changes, patients no longer see the review. Set the date of a new one to renew it. To renew it on the same day, clear name and date, save, and set them again.', null=True, verbose_name='reviewed on'),
        ),
        migrations.AlterField(
            model_name='treatmentpage',
            name='reviewed_on',
            field=models.DateField(blank=True, help_text='When the medical text changes, patients no longer see the review. Set the date of a new one to renew it. To renew it on the same day, clear name and date, save, and set them again.', null=True, verbose_name='reviewed on'),
        ),
        migrations.RunPython(record_what_was_reviewed, migrations.RunPython.noop),
    ]
