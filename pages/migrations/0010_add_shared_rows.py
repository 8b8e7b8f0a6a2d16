import django.db.models.deletion
import uuid
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0009_reword_texts'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='Texts refer to the source by it: {source:key}. It cannot be changed later.', max_length=80, unique=True, verbose_name='key')),
                ('publisher', models.CharField(blank=True, max_length=160, verbose_name='publisher')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                ('url', models.URLField(help_text='Begins with https://', max_length=500, verbose_name='address')),
                ('normalized_url', models.CharField(editable=False, max_length=500, unique=True)),
                ('last_checked', models.DateField(blank=True, help_text='When somebody last opened the address and read it.', null=True, verbose_name='last checked')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['publisher', 'title'],
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('reviewed_by', models.CharField(blank=True, help_text='Name and title of the clinician who has read this page. Shown to patients once the date is set too.', max_length=120, verbose_name='reviewed by')),
                ('reviewed_on', models.DateField(blank=True, help_text='When the medical text changes, patients no longer see the review. Set the date of a new one to renew it. To renew it on the same day, clear name and date, save, and set them again.', null=True, verbose_name='reviewed on')),
                ('review_due', models.DateField(blank=True, help_text='When a clinician should read the page again. Not shown to patients.', null=True, verbose_name='next review due')),
                ('reviewed_text', models.CharField(blank=True, editable=False, max_length=64, verbose_name='fingerprint of the text reviewed')),
                ('is_review_lapsed', models.BooleanField(default=False, editable=False, verbose_name='text has changed since its review')),
                ('sources', wagtail.fields.StreamField([('source', 0)], blank=True, block_lookup={0: ('wagtail.snippets.blocks.SnippetChooserBlock', ('pages.Source',), {'icon': 'doc-full', 'label': 'Source'})}, help_text='The public sources of the medical facts, shown at the end of the page.', verbose_name='sources')),
                ('key', models.SlugField(help_text="The passage's name in content files.", max_length=60, verbose_name='key')),
                ('name', models.CharField(help_text='The heading above the text on the page, for example “Blood thinners”.', max_length=80, verbose_name='name')),
                ('text', wagtail.fields.RichTextField(help_text='40 to 80 words. Every page with this passage shows them.', verbose_name='text')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('page', models.ForeignKey(blank=True, help_text='The passage ends with a link to it, except on that page itself.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='page with the whole story')),
            ],
            options={
                'verbose_name': 'passage',
                'verbose_name_plural': 'passages',
                'ordering': ['name'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('key', 'locale'), name='passage_key_once_per_language')],
                'unique_together': {('translation_key', 'locale')},
            },
        ),
        migrations.CreateModel(
            name='WarningSign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('key', models.SlugField(help_text="The sign's name in content files.", max_length=60, verbose_name='key')),
                ('urgency', models.CharField(choices=[('emergency', 'Call 911'), ('today', 'See a doctor the same day'), ('call_us', 'Call us the same day')], help_text='A sign has one urgency on all pages. Care cards with another urgency cannot list it.', max_length=20, verbose_name='what the reader should do')),
                ('text', models.CharField(help_text='One full sentence, for example “You cannot pass urine.”', max_length=255, verbose_name='sentence')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'warning sign',
                'verbose_name_plural': 'warning signs',
                'ordering': ['text'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('key', 'locale'), name='warning_sign_key_once_per_language')],
                'unique_together': {('translation_key', 'locale')},
            },
        ),
    ]
