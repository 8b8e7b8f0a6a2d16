import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("site_forms", "0013_clear_expiry_of_footer_form"),
    ]

    operations = [
        migrations.RenameField(model_name='formfield', old_name='choices', new_name='choice_lines'),
        migrations.AddField(
            model_name='formfield',
            name='choices',
            field=wagtail.fields.StreamField([('choice', 0)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Choice', 'max_length': 255, 'required': False})}, help_text='At least two, for checkboxes, radio buttons, drop downs and multiple selects. Messages and exports keep the words with which a choice was first published, also if you reword it later. To offer something else instead, delete the choice and add a new one.', verbose_name='choices'),
        ),
        migrations.AddField(
            model_name='knownfield',
            name='choices',
            field=models.JSONField(default=dict, editable=False),
        ),
    ]
