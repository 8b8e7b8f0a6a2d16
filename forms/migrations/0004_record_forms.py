"""Record every form that exists or existed, and let messages and fields refer to its record."""

from django.conf import settings
from django.db import migrations

DEFAULT_RETENTION_DAYS = 365


def record_forms(apps, schema_editor):
    """Write a `Form` for each key that a form page, a deleted form, a message or a field has."""
    form_model, message, known_field = (apps.get_model("site_forms", name) for name in ("Form", "Message", "KnownField"))
    recorded = {}
    for page in _pages(apps.get_model("site_forms", "FormPage")):
        # Pages of the source language come last, so their values win. Messages are kept for the longest time of all.
        values = recorded.setdefault(page["translation_key"], {"retention_days": 0, "is_open": False})
        values.update(
            name=page["title"],
            notified=page["notified"],
            is_acknowledged=page["is_acknowledged"],
            replies_by_mail=page["replies_by_mail"],
            retention_days=max(values["retention_days"], page["retention_days"]),
            is_open=values["is_open"] or page["live"],
        )
    for former in apps.get_model("site_forms", "FormerForm").objects.all():
        recorded.setdefault(
            former.form_key, {"name": former.title, "retention_days": former.retention_days, "is_open": False}
        )
    for key, title in message.objects.order_by("sent_at", "pk").values_list("form_key", "form_title"):
        recorded.setdefault(key, {"name": title, "retention_days": DEFAULT_RETENTION_DAYS, "is_open": False})
    for key in known_field.objects.order_by().values_list("form_key", flat=True).distinct():
        recorded.setdefault(key, {"name": "–", "retention_days": DEFAULT_RETENTION_DAYS, "is_open": False})
    for key, values in recorded.items():
        form = form_model.objects.create(key=key, **values)
        message.objects.filter(form_key=key).update(form_record=form)
        known_field.objects.filter(form_key=key).update(form=form)


def _pages(form_page):
    # Values, not objects: the model of a form page cannot be created in a migration (Wagtail's FormMixin needs a
    # template).
    columns = ("title", "notified", "is_acknowledged", "replies_by_mail", "retention_days", "live", "translation_key")
    pages = form_page.objects.order_by("pk").values(*columns, "locale__language_code")
    return sorted(pages, key=lambda page: page["locale__language_code"] == settings.LANGUAGE_CODE)


class Migration(migrations.Migration):

    dependencies = [("site_forms", "0003_add_forms"), ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes")]

    operations = [migrations.RunPython(record_forms, migrations.RunPython.noop)]
