"""Give the table of heartbeats to the app `worker`, which has the model now. The rows stay."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("site_forms", "0005_refer_to_forms")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("heartbeat", "worker_heartbeat")],
            state_operations=[migrations.DeleteModel("Heartbeat")],
        ),
    ]
