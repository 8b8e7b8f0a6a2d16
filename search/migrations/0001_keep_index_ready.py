from django.db import migrations

TABLE = "wagtailsearch_indexentry"


def keep_index_ready(apps, schema_editor):
    """Sort new words into PostgreSQL's indexes at once: it reads the whole table while a list of them is waiting."""
    _set_waiting_list(schema_editor.connection, "off")


def let_words_wait(apps, schema_editor):
    _set_waiting_list(schema_editor.connection, "on")


def _set_waiting_list(connection, value):
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, TABLE)
        for name in (name for name, one in constraints.items() if one.get("type") == "gin"):
            cursor.execute(f"ALTER INDEX {connection.ops.quote_name(name)} SET (fastupdate = {value})")
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [name])


class Migration(migrations.Migration):
    dependencies = [("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(keep_index_ready, let_words_wait, elidable=False)]
