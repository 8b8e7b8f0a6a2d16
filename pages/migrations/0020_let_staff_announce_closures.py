from django.db import migrations

GROUPS = ("Marketing", "Front desk")
ROWS = {"closure": "closure", "specialhours": "special hours", "announcement": "announcement"}


def give_permissions(apps, schema_editor):
    """Let the existing default groups announce closures. A new site gets the groups from the seed."""
    groups = apps.get_model("auth", "Group").objects.filter(name__in=GROUPS)
    if not groups:
        return
    for model, name in ROWS.items():
        content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="pages", model=model
        )
        for action in ("add", "change", "delete"):
            permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {name}"},
            )
            for group in groups:
                group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0019_add_closures'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [migrations.RunPython(give_permissions, migrations.RunPython.noop)]
