from django.db import migrations


def clear_expiry(apps, schema_editor):
    """Remove the expiry date of the form in the footer of every page. The editor refuses such a date now."""
    forms = apps.get_model("site_forms", "FormPage").objects.filter(is_at_foot=True)
    pages = apps.get_model("wagtailcore", "Page").objects.exclude(expire_at=None)
    pages.filter(pk__in=forms.values("pk")).update(expire_at=None)


class Migration(migrations.Migration):

    dependencies = [
        ('site_forms', '0012_make_new_fields_optional'),
    ]

    operations = [migrations.RunPython(clear_expiry, migrations.RunPython.noop)]
