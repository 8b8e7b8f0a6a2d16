from django.db import migrations, models


def copy_meanings(apps, schema_editor):
    """Record the meaning of the fields that forms have now. Publishing a form records it from now on."""
    form_fields = apps.get_model("site_forms", "FormField").objects
    for known in apps.get_model("site_forms", "KnownField").objects.select_related("form"):
        field = form_fields.filter(page__translation_key=known.form.key, clean_name=known.key).first()
        if field and field.meaning:
            known.meaning = field.meaning
            known.save(update_fields=["meaning"])


class Migration(migrations.Migration):

    dependencies = [
        ('site_forms', '0009_index_messages_again'),
    ]

    operations = [
        migrations.AddField(
            model_name='knownfield',
            name='meaning',
            field=models.CharField(blank=True, editable=False, max_length=20),
        ),
        migrations.RunPython(copy_meanings, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='formfield',
            name='meaning',
            field=models.CharField(blank=True, choices=[('', 'Anything else'), ('name', 'Name of the sender'), ('email', 'E-mail address of the sender'), ('phone', 'Phone number of the sender'), ('topic', 'What it is about'), ('message', 'The message itself'), ('language', 'Language the sender prefers'), ('birth_date', 'Date of birth'), ('appointment', 'Day of an appointment, today or later')], default='', help_text='With it, browsers fill the field in, and the front desk sees who wrote and can answer with a click.', max_length=20, verbose_name='what it is'),
        ),
        migrations.AlterField(
            model_name='mail',
            name='reason',
            field=models.CharField(blank=True, choices=[('unreachable', 'The mail server does not answer.'), ('login', 'The mail server refuses our user name or password.'), ('recipient', 'The mail server refuses the recipient.'), ('sender', 'The mail server refuses us as the sender.'), ('content', 'The mail server refuses the mail.'), ('later', 'The mail server asks us to try later.'), ('not_built', 'The mail could not be written. The log has the type of the error.'), ('unreadable', 'No key in MESSAGE_KEYS can decrypt the mail.'), ('other', 'Another error. The log has its type.')], max_length=20, verbose_name='reason'),
        ),
    ]
