from django.db import migrations


class Migration(migrations.Migration):
    """Changes no table. Wagtail's index is rebuilt afterwards: the admin now finds words in the text of pages."""

    dependencies = [("search", "0003_index_shared_rows")]

    operations = []
