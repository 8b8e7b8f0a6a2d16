from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0013_add_notice_fields'),
    ]

    operations = [
        migrations.AlterField(
            model_name='passage',
            name='key',
            field=models.SlugField(editable=False, help_text="The passage's name in content files.", max_length=60, verbose_name='key'),
        ),
        migrations.AlterField(
            model_name='warningsign',
            name='key',
            field=models.SlugField(editable=False, help_text="The sign's name in content files.", max_length=60, verbose_name='key'),
        ),
    ]
