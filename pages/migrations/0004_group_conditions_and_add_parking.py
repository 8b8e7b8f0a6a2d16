from django.db import migrations, models

REGIONS = [
    ("whole_body", {"whole_body"}),
    ("back", {"neck", "mid_back", "lower_back"}),
    ("head_and_trunk", {"head", "abdomen"}),
    ("joints", {"shoulder", "arm", "hip", "knee", "leg"}),
]


def group_by_body_areas(apps, schema_editor):
    """Give each condition, and each version of it, the first group that has one of its body areas."""
    ConditionPage = apps.get_model("pages", "ConditionPage")
    Revision = apps.get_model("wagtailcore", "Revision")
    for page in ConditionPage.objects.all():
        region = next((region for region, areas in REGIONS if areas & {*page.body_areas}), "whole_body")
        ConditionPage.objects.filter(pk=page.pk).update(region=region)
        revisions = Revision.objects.filter(content_type__model="conditionpage", object_id=str(page.pk))
        for revision in revisions.iterator():
            revision.content |= {"region": region}
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0003_add_illustrations'),
    ]

    operations = [
        migrations.AddField(
            model_name='conditionpage',
            name='region',
            field=models.CharField(choices=[('back', 'Back and neck'), ('joints', 'Joints, arms and legs'), ('head_and_trunk', 'Head, abdomen and pelvis'), ('whole_body', 'Nerves and whole body')], default='whole_body', help_text='The group under which the menu lists the page.', max_length=20, verbose_name='group in the menu'),
        ),
        migrations.AddField(
            model_name='locationpage',
            name='parking',
            field=models.TextField(blank=True, help_text='Where to park, and where with a wheelchair.', verbose_name='parking'),
        ),
        migrations.AlterField(
            model_name='locationpage',
            name='directions',
            field=models.TextField(blank=True, help_text='How to find the way to the door.', verbose_name='directions'),
        ),
        migrations.RunPython(group_by_body_areas, migrations.RunPython.noop),
    ]
