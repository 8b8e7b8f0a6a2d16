from django.db import migrations


def clear_expiry(apps, schema_editor):
    """Remove the expiry dates of the home pages and of the main location. The editor refuses such dates now."""
    pages = apps.get_model("wagtailcore", "Page").objects.exclude(expire_at=None)
    home_pages = apps.get_model("home", "HomePage").objects.all()
    pages.filter(pk__in=home_pages.values("pk")).update(expire_at=None)
    pages.filter(pk__in=home_pages.exclude(main_location=None).values("main_location")).update(expire_at=None)


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0010_add_closure_days'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [migrations.RunPython(clear_expiry, migrations.RunPython.noop)]
