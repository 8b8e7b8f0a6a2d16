import django.db.models.deletion
import modelcluster.fields
import pages.fields
import pages.illustrations
import pages.models.person
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0020_let_staff_announce_closures'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('search_words', models.TextField(blank=True, help_text='Words that patients type for this page and do not find on it, one on each line: “parking”, “pain pills”. Not shown anywhere.', verbose_name='search words')),
                ('menu_label', models.CharField(blank=True, help_text='Only where the title is too long for the menu. Left empty, the menu shows the title.', max_length=40, verbose_name='label in the menu')),
                ('introduction', models.TextField(help_text='The first thing a patient reads, in two or three short sentences. An empty line begins a new paragraph.', verbose_name='introduction')),
                ('illustration', models.CharField(blank=True, choices=pages.illustrations.illustration_choices, help_text='Shown beside the title, and beside links to this page. It is only decoration: screen readers skip it.', max_length=40, verbose_name='drawing')),
            ],
            options={
                'verbose_name': 'list of people',
                'verbose_name_plural': 'lists of people',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='PersonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('search_words', models.TextField(blank=True, help_text='Words that patients type for this page and do not find on it, one on each line: “parking”, “pain pills”. Not shown anywhere.', verbose_name='search words')),
                ('menu_label', models.CharField(blank=True, help_text='Only where the title is too long for the menu. Left empty, the menu shows the title.', max_length=40, verbose_name='label in the menu')),
                ('introduction', models.TextField(help_text='The first thing a patient reads, in two or three short sentences. An empty line begins a new paragraph.', verbose_name='introduction')),
                ('credentials', models.CharField(blank=True, help_text='Shown after the name, for example “MD” or “APRN”.', max_length=60, verbose_name='credentials')),
                ('role', models.CharField(help_text='What the person does at the clinic, for example “Pain physician”.', max_length=120, verbose_name='role')),
                ('is_physician', models.BooleanField(default=False, help_text='Tick this for an MD or DO. Search engines then list the person as a physician.', verbose_name='is a physician')),
                ('photo_alt', models.CharField(blank=True, help_text='For patients who cannot see it, for example “Dr. Example, smiling, in a white coat”.', max_length=160, verbose_name='description of the photo')),
                ('languages', pages.fields.ChoiceListField(blank=True, default=list, help_text='The languages that the person speaks with patients without an interpreter.', verbose_name='languages')),
                ('body', wagtail.fields.StreamField([('text_section', 5), ('term_list', 11), ('captioned_image', 14), ('care_card', 20)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'ol', 'ul', 'document-link'], 'label': 'Text'}), 2: ('wagtail.snippets.blocks.SnippetChooserBlock', ('pages.Passage',), {'label': 'Passage'}), 3: ('wagtail.blocks.ListBlock', (2,), {'default': [], 'help_text': 'Texts that read the same on every page, such as the one about blood thinners.', 'label': 'Passages'}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('en', 'English'), ('es', 'Spanish'), ('ar', 'Arabic (العربية)'), ('zh-Hans', 'Chinese, simplified (简体中文)'), ('zh-Hant', 'Chinese, traditional (繁體中文)'), ('fr', 'French (Français)'), ('de', 'German (Deutsch)'), ('gu', 'Gujarati (ગુજરાતી)'), ('hi', 'Hindi (हिन्दी)'), ('hmn', 'Hmong (Hmoob)'), ('ja', 'Japanese (日本語)'), ('ko', 'Korean (한국어)'), ('lo', 'Lao (ລາວ)'), ('mh', 'Marshallese (Kajin M̧ajeļ)'), ('pt', 'Portuguese (Português)'), ('ru', 'Russian (Русский)'), ('tl', 'Tagalog'), ('vi', 'Vietnamese (Tiếng Việt)')], 'help_text': "Only if this section is not in the page's language. Screen readers then pronounce it correctly.", 'label': 'Language', 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('heading', 0), ('text', 1), ('passages', 3), ('language', 4)]], {}), 6: ('wagtail.blocks.TextBlock', (), {'default': '', 'help_text': 'For example: “The causes of mid-back pain include:”', 'label': 'Sentence before the list', 'required': False, 'rows': 2}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'Shown in bold type with a colon after it, for example “Muscle strain”.', 'label': 'Term', 'max_length': 120}), 8: ('wagtail.blocks.TextBlock', (), {'default': '', 'help_text': 'What the term means, in one or two short sentences.', 'label': 'Description', 'required': False, 'rows': 2}), 9: ('wagtail.blocks.StructBlock', [[('term', 7), ('description', 8)]], {}), 10: ('wagtail.blocks.ListBlock', (9,), {'label': 'List', 'min_num': 1}), 11: ('wagtail.blocks.StructBlock', [[('heading', 0), ('introduction', 6), ('items', 10), ('passages', 3)]], {}), 12: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 13: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Caption', 'max_length': 200, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('image', 12), ('caption', 13)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Left empty: the usual heading, so that patients find the same words on every page.', 'label': 'Heading', 'max_length': 120, 'required': False}), 16: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('emergency', 'Call 911'), ('today', 'See a doctor the same day'), ('call_us', 'Call us the same day')], 'help_text': 'Decides the heading, the color and whom to call.', 'label': 'What the reader should do'}), 17: ('wagtail.blocks.RichTextBlock', (), {'default': '', 'features': ['bold', 'italic', 'link', 'ol', 'ul'], 'help_text': 'One or two sentences before the signs, only where a reason helps.', 'label': 'Why', 'required': False}), 18: ('wagtail.snippets.blocks.SnippetChooserBlock', ('pages.WarningSign',), {'label': 'Sign'}), 19: ('wagtail.blocks.ListBlock', (18,), {'default': [], 'help_text': 'Chosen from one list, so that a sign reads the same on every page.', 'label': 'Signs'}), 20: ('wagtail.blocks.StructBlock', [[('heading', 15), ('urgency', 16), ('text', 17), ('signs', 19)]], {})}, verbose_name='sections')),
                ('conditions', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='The conditions that the person treats. Their pages show the person.', limit_choices_to=pages.models.person.in_source_language, related_name='+', to='pages.conditionpage', verbose_name='conditions')),
                ('locations', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Where the person works. The pages of these locations show the person.', limit_choices_to=pages.models.person.in_source_language, related_name='+', to='pages.locationpage', verbose_name='locations')),
                ('photo', models.ForeignKey(blank=True, help_text='A portrait. It is cropped around the focal point of the image.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='photo')),
                ('treatments', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='The treatments that the person provides. Their pages show the person.', limit_choices_to=pages.models.person.in_source_language, related_name='+', to='pages.treatmentpage', verbose_name='treatments')),
                ('user', models.OneToOneField(blank=True, help_text='The account with which the person signs medical reviews. It applies as soon as the page is saved, also as a draft. Only users who may change user accounts see this field.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to=settings.AUTH_USER_MODEL, verbose_name='user account')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
            },
            bases=('wagtailcore.page', models.Model),
        ),
    ]
