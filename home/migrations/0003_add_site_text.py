from django.db import migrations, models
import django.db.models.deletion
import wagtail.fields


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0002_add_search_words'),
        ('pages', '0006_add_newsletter_offer'),
    ]

    operations = [
        migrations.AddField(
            model_name='homepage',
            name='clinic_name',
            field=models.CharField(default='', max_length=120, verbose_name='name of the clinic'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='homepage',
            name='call_line',
            field=models.CharField(blank=True, help_text='Shown at the top of every page. Write {phone} where the phone number goes. Left empty: “Call us:” and the number.', max_length=120, verbose_name='call line'),
        ),
        migrations.AddField(
            model_name='homepage',
            name='referral_heading',
            field=models.CharField(blank=True, max_length=120, verbose_name='heading about referral'),
        ),
        migrations.AddField(
            model_name='homepage',
            name='referral_text',
            field=models.TextField(blank=True, help_text='How to get an appointment. Shown in the footer of every page.', verbose_name='text about referral'),
        ),
        migrations.AddField(
            model_name='homepage',
            name='newsletter_heading',
            field=models.CharField(blank=True, help_text='In the footer of every page. Left empty: “Subscribe”.', max_length=60, verbose_name='heading'),
        ),
        migrations.AddField(
            model_name='homepage',
            name='newsletter_text',
            field=models.CharField(blank=True, help_text='Why a reader should sign up, in one sentence.', max_length=255, verbose_name='offer'),
        ),
        migrations.AddField(
            model_name='homepage',
            name='connect_links',
            field=wagtail.fields.StreamField([('connect_link', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example: “Facebook”', 'label': 'Name', 'max_length': 40}), 1: ('wagtail.blocks.URLBlock', (), {'help_text': 'Begins with https://', 'label': 'Address'}), 2: ('wagtail.blocks.StructBlock', [[('name', 0), ('url', 1)]], {})}, help_text='Links in the footer of every page. Without links, the footer has no such section.', verbose_name='connect with us'),
        ),
        migrations.AlterField(
            model_name='homepage',
            name='main_location',
            field=models.ForeignKey(blank=True, help_text='Its phone, address and hours are shown on every page.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='main_for', to='pages.locationpage', verbose_name='main location'),
        ),
    ]
