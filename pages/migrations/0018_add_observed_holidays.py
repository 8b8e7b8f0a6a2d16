import pages.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("pages", "0017_reword_hours"),
    ]

    operations = [
        migrations.AddField(
            model_name='locationpage',
            name='observed_holidays',
            field=pages.fields.ChoiceListField(blank=True, default=list, help_text='Tick the holidays on which this location is closed. Every year, the site then says so by itself, also on the Friday or Monday on which a holiday at the weekend is observed. The ticked holidays replace the note.', verbose_name='holidays'),
        ),
    ]
