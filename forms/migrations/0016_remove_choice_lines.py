from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('site_forms', '0015_give_choices_keys'),
    ]

    operations = [
        migrations.RemoveField(model_name='formfield', name='choice_lines'),
    ]
