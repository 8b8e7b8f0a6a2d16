from django.db import migrations


def give_permission(apps, schema_editor):
    """Let an existing group “Marketing” see the translation board. A new site gets the group from the seed."""
    group = apps.get_model("auth", "Group").objects.filter(name="Marketing").first()
    if not group:
        return
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="pages", model="translationstatus"
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="view_translation_board",
        defaults={"name": "Can see the translation board"},
    )
    group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0029_add_translation_status'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [migrations.RunPython(give_permission, migrations.RunPython.noop)]
