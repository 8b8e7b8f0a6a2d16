from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0023_copy_reviews'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='conditionpage',
            name='review_due',
        ),
        migrations.RemoveField(
            model_name='conditionpage',
            name='reviewed_by',
        ),
        migrations.RemoveField(
            model_name='conditionpage',
            name='reviewed_on',
        ),
        migrations.RemoveField(
            model_name='conditionpage',
            name='reviewed_text',
        ),
        migrations.RemoveField(
            model_name='passage',
            name='review_due',
        ),
        migrations.RemoveField(
            model_name='passage',
            name='reviewed_by',
        ),
        migrations.RemoveField(
            model_name='passage',
            name='reviewed_on',
        ),
        migrations.RemoveField(
            model_name='passage',
            name='reviewed_text',
        ),
        migrations.RemoveField(
            model_name='treatmentpage',
            name='review_due',
        ),
        migrations.RemoveField(
            model_name='treatmentpage',
            name='reviewed_by',
        ),
        migrations.RemoveField(
            model_name='treatmentpage',
            name='reviewed_on',
        ),
        migrations.RemoveField(
            model_name='treatmentpage',
            name='reviewed_text',
        ),
    ]
