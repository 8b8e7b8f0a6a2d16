from django.db import migrations, models

from home.seed.snippets import row_digest


def record_migrated_sources(apps, schema_editor):
    """Record the sources that `pages.0011_choose_sources` has made, so that the seed takes them over."""
    SeededRow = apps.get_model("home", "SeededRow")
    for source in apps.get_model("pages", "Source").objects.all():
        SeededRow.objects.create(model="source", key=source.key, row_id=source.pk, row_digest=row_digest(source))


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0005_reword_texts'),
        ('pages', '0011_choose_sources'),
    ]

    operations = [
        migrations.CreateModel(
            name='SeededRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=80)),
                ('row_id', models.BigIntegerField()),
                ('file_digest', models.CharField(blank=True, max_length=64)),
                ('row_digest', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('model', 'key'), name='seeded_row_once')],
            },
        ),
        migrations.RunPython(record_migrated_sources, migrations.RunPython.noop),
    ]
