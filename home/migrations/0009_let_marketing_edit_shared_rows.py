from django.db import migrations

ROWS = {"passage": "passage", "warningsign": "warning sign", "source": "source"}


def give_permissions(apps, schema_editor):
    """Let an existing group “Marketing” edit the new rows. A new site gets the group from the seed."""
    group = apps.get_model("auth", "Group").objects.filter(name="Marketing").first()
    if not group:
        return
    for model, name in ROWS.items():
        content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="pages", model=model
        )
        for action in ("add", "change", "delete", "view"):
            permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {name}"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0008_add_referral_form'),
        ('pages', '0012_add_section_types'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [migrations.RunPython(give_permissions, migrations.RunPython.noop)]
