from django.db import migrations


class Migration(migrations.Migration):

    # The texts are on the home page now: `home.0004` has copied them.
    dependencies = [
        ('home', '0004_copy_site_text_from_main_location'),
        ('pages', '0006_add_newsletter_offer'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='locationpage',
            name='call_line',
        ),
        migrations.RemoveField(
            model_name='locationpage',
            name='clinic_name',
        ),
        migrations.RemoveField(
            model_name='locationpage',
            name='connect_links',
        ),
        migrations.RemoveField(
            model_name='locationpage',
            name='newsletter_heading',
        ),
        migrations.RemoveField(
            model_name='locationpage',
            name='newsletter_text',
        ),
        migrations.RemoveField(
            model_name='locationpage',
            name='referral_heading',
        ),
        migrations.RemoveField(
            model_name='locationpage',
            name='referral_text',
        ),
    ]
