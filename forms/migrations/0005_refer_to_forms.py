"""Require the record of a form, and drop what it replaces."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("site_forms", "0004_record_forms")]

    operations = [
        migrations.RemoveIndex("message", "message_by_form"),
        migrations.RemoveField("message", "form"),
        migrations.RenameField("message", "form_record", "form"),
        migrations.RemoveField("message", "form_key"),
        migrations.RemoveField("message", "form_title"),
        migrations.AlterField(
            "message",
            "form",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="site_forms.form",
                verbose_name="form",
            ),
        ),
        migrations.AddIndex("message", models.Index(fields=["form", "-sent_at"], name="message_by_form")),
        migrations.AlterField(
            "message",
            "fingerprint",
            models.CharField(
                editable=False, max_length=64, null=True, unique=True, verbose_name="fingerprint of what was sent"
            ),
        ),
        migrations.RemoveConstraint("knownfield", "known_field_once"),
        migrations.AlterModelOptions("knownfield", options={"ordering": ["form", "is_removed", "position", "pk"]}),
        migrations.RemoveField("knownfield", "form_key"),
        migrations.AlterField(
            "knownfield",
            "form",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="fields",
                to="site_forms.form",
                verbose_name="form",
            ),
        ),
        migrations.AddConstraint(
            "knownfield", models.UniqueConstraint(fields=("form", "key"), name="known_field_once")
        ),
        migrations.DeleteModel("FormerForm"),
    ]
