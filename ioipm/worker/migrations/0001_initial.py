"""Take over the table of heartbeats, which the app `site_forms` created and renamed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [("site_forms", "0006_move_heartbeats_to_the_worker")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Heartbeat",
                    fields=[
                        (
                            "job",
                            models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="job"),
                        ),
                        ("started_at", models.DateTimeField(null=True, verbose_name="started")),
                        ("succeeded_at", models.DateTimeField(null=True, verbose_name="succeeded")),
                        ("failed_at", models.DateTimeField(null=True, verbose_name="failed")),
                        ("failure", models.CharField(blank=True, max_length=100, verbose_name="type of error")),
                    ],
                    options={
                        "verbose_name": "heartbeat",
                        "verbose_name_plural": "heartbeats",
                        "default_permissions": (),
                    },
                ),
            ],
        ),
    ]
