from django.db import migrations


def limit_clinicians(apps, schema_editor):
    """Replace the right of the group *Clinicians* to edit drafts of all pages by that for conditions and treatments.

    Groups that staff have given other rights on pages keep theirs.
    """
    rights = apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group__name="Clinicians")
    old = rights.filter(page__depth=1, permission__codename="change_page").first()
    if old is None or rights.count() != 1:
        return
    medical = ("conditionindexpage", "treatmentindexpage")
    pages = apps.get_model("wagtailcore", "Page").objects
    for page in pages.filter(content_type__app_label="pages", content_type__model__in=medical):
        rights.model.objects.create(group=old.group, page=page, permission=old.permission)
    old.delete()


class Migration(migrations.Migration):

    dependencies = [
        ("home", "0013_add_seeded_translation"),
        ("pages", "0030_show_marketing_the_translation_board"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(limit_clinicians, migrations.RunPython.noop)]
