import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0007_remove_site_text'),
    ]

    operations = [
        migrations.AlterField(
            model_name='conditionpage',
            name='sources',
            field=wagtail.fields.StreamField([('source', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who says it, and where: “MedlinePlus (National Library of Medicine): Back pain”', 'label': 'Name', 'max_length': 200}), 1: ('wagtail.blocks.URLBlock', (), {'label': 'Address'}), 2: ('wagtail.blocks.StructBlock', [[('name', 0), ('url', 1)]], {})}, help_text='The public medical sources for what the page says, shown at the end of it.', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='locationpage',
            name='hours',
            field=wagtail.fields.StreamField([('week', 12)], block_lookup={0: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('open', 'Open'), ('by_appointment', 'By Appointment'), ('closed', 'Closed')], 'label': 'Status'}), 1: ('wagtail.blocks.TimeBlock', (), {'label': 'Opens', 'required': False}), 2: ('wagtail.blocks.TimeBlock', (), {'label': 'Closes', 'required': False}), 3: ('wagtail.blocks.TimeBlock', (), {'help_text': 'Only where the day has two shifts, for example around lunch.', 'label': 'Opens again', 'required': False}), 4: ('wagtail.blocks.TimeBlock', (), {'label': 'Closes again', 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('status', 0), ('opens', 1), ('closes', 2), ('opens_again', 3), ('closes_again', 4)]], {'label': 'Monday'}), 6: ('wagtail.blocks.StructBlock', [[('status', 0), ('opens', 1), ('closes', 2), ('opens_again', 3), ('closes_again', 4)]], {'label': 'Tuesday'}), 7: ('wagtail.blocks.StructBlock', [[('status', 0), ('opens', 1), ('closes', 2), ('opens_again', 3), ('closes_again', 4)]], {'label': 'Wednesday'}), 8: ('wagtail.blocks.StructBlock', [[('status', 0), ('opens', 1), ('closes', 2), ('opens_again', 3), ('closes_again', 4)]], {'label': 'Thursday'}), 9: ('wagtail.blocks.StructBlock', [[('status', 0), ('opens', 1), ('closes', 2), ('opens_again', 3), ('closes_again', 4)]], {'label': 'Friday'}), 10: ('wagtail.blocks.StructBlock', [[('status', 0), ('opens', 1), ('closes', 2), ('opens_again', 3), ('closes_again', 4)]], {'label': 'Saturday'}), 11: ('wagtail.blocks.StructBlock', [[('status', 0), ('opens', 1), ('closes', 2), ('opens_again', 3), ('closes_again', 4)]], {'label': 'Sunday'}), 12: ('wagtail.blocks.StructBlock', [[('monday', 5), ('tuesday', 6), ('wednesday', 7), ('thursday', 8), ('friday', 9), ('saturday', 10), ('sunday', 11)]], {})}, help_text='Shown here and in the footer of every page.', verbose_name='hours'),
        ),
        migrations.AlterField(
            model_name='standardpage',
            name='is_notice',
            field=models.BooleanField(default=False, help_text='For notices that every page must lead to, such as privacy and accessibility.', verbose_name='link in the footer of every page'),
        ),
        migrations.AlterField(
            model_name='standardpage',
            name='sources',
            field=wagtail.fields.StreamField([('source', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who says it, and where: “MedlinePlus (National Library of Medicine): Back pain”', 'label': 'Name', 'max_length': 200}), 1: ('wagtail.blocks.URLBlock', (), {'label': 'Address'}), 2: ('wagtail.blocks.StructBlock', [[('name', 0), ('url', 1)]], {})}, help_text='The public medical sources for what the page says, shown at the end of it.', verbose_name='sources'),
        ),
        migrations.AlterField(
            model_name='treatmentpage',
            name='sources',
            field=wagtail.fields.StreamField([('source', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who says it, and where: “MedlinePlus (National Library of Medicine): Back pain”', 'label': 'Name', 'max_length': 200}), 1: ('wagtail.blocks.URLBlock', (), {'label': 'Address'}), 2: ('wagtail.blocks.StructBlock', [[('name', 0), ('url', 1)]], {})}, help_text='The public medical sources for what the page says, shown at the end of it.', verbose_name='sources'),
        ),
    ]
