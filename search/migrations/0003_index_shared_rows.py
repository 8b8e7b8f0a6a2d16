from django.db import migrations


class Migration(migrations.Migration):
    """Changes no table. The index is rebuilt afterwards, now with shared passages and signs, and other stop words."""

    dependencies = [("search", "0002_add_search_index")]

    operations = []
