"""Add the record of a form. The columns that refer to it are filled by the next migration."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("site_forms", "0002_say_what_fields_are_for")]

    operations = [
        migrations.CreateModel(
            name="Form",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(editable=False, unique=True, verbose_name="form in every language")),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                ("retention_days", models.PositiveIntegerField(default=365, verbose_name="days messages are kept")),
                ("notified", models.TextField(blank=True, verbose_name="who is notified of a new message")),
                (
                    "is_acknowledged",
                    models.BooleanField(default=False, verbose_name="confirm to the sender by e-mail"),
                ),
                (
                    "replies_by_mail",
                    models.BooleanField(default=False, verbose_name="staff answer from their own mailbox"),
                ),
                ("is_open", models.BooleanField(default=True, verbose_name="a page of the form is published")),
            ],
            options={
                "verbose_name": "form",
                "verbose_name_plural": "forms",
                "ordering": ["name", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            "message",
            # Named `form` when the field of that name, which refers to the page, is dropped.
            "form_record",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="site_forms.form"
            ),
        ),
        migrations.AddField(
            "knownfield",
            "form",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="fields",
                to="site_forms.form",
                verbose_name="form",
            ),
        ),
    ]
