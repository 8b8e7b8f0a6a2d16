import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0018_add_observed_holidays'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='TimedEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='start')),
                ('ends_at', models.DateTimeField(db_index=True, verbose_name='end')),
                ('text', models.CharField(blank=True, max_length=200, verbose_name='text')),
                ('spanish_text', models.CharField(blank=True, help_text='Left empty, Spanish pages show the English text, marked as English.', max_length=200, verbose_name='Spanish text')),
            ],
            options={
                'verbose_name': 'entry with start and end',
                'verbose_name_plural': 'entries with start and end',
                'ordering': ['starts_at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('timedentry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='pages.timedentry')),
                ('urgency', models.CharField(choices=[('normal', 'Good to know'), ('urgent', 'Urgent')], default='normal', help_text='An urgent announcement comes first, in the color of a warning.', max_length=20, verbose_name='urgency')),
                ('place', models.CharField(choices=[('everywhere', 'Every page'), ('home', 'Home page only')], default='everywhere', max_length=20, verbose_name='where')),
                ('url', models.URLField(blank=True, help_text='For example https://www.weather.gov/lzk/.', verbose_name='or an address outside of this site')),
            ],
            options={
                'verbose_name': 'announcement',
                'verbose_name_plural': 'announcements',
            },
            bases=('pages.timedentry',),
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('timedentry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='pages.timedentry')),
                ('kind', models.CharField(choices=[('holiday', 'Holiday'), ('weather', 'Weather'), ('staff', 'Staff'), ('other', 'Other')], max_length=20, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'closure',
                'verbose_name_plural': 'closures',
            },
            bases=('pages.timedentry', models.Model),
        ),
        migrations.CreateModel(
            name='SpecialHours',
            fields=[
                ('timedentry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='pages.timedentry')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
            ],
            options={
                'verbose_name': 'special hours',
                'verbose_name_plural': 'special hours',
            },
            bases=('pages.timedentry', models.Model),
        ),
        migrations.AddConstraint(
            model_name='timedentry',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='entry_ends_after_start'),
        ),
        migrations.AddField(
            model_name='announcement',
            name='page',
            field=models.ForeignKey(blank=True, help_text='The text becomes a link to it. Spanish pages link to its translation.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='page with more about it'),
        ),
        migrations.AddField(
            model_name='closure',
            name='location',
            field=models.ForeignKey(blank=True, help_text='Left empty: all locations.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='pages.locationpage', verbose_name='location'),
        ),
        migrations.AddField(
            model_name='specialhours',
            name='location',
            field=models.ForeignKey(blank=True, help_text='Left empty: all locations.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='pages.locationpage', verbose_name='location'),
        ),
    ]
