"""Forget the time zones that users have chosen for the admin: all staff work on the clinic's clock."""

from django.db import migrations


def forget_time_zones(apps, schema_editor):
    apps.get_model("wagtailusers", "UserProfile").objects.exclude(current_time_zone="").update(current_time_zone="")


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0015_add_likelihood"),
        ("wagtailusers", "0007_userprofile_current_time_zone"),
    ]

    operations = [migrations.RunPython(forget_time_zones, migrations.RunPython.noop)]
