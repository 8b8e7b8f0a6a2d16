from django.db import migrations


class Migration(migrations.Migration):
    """Changes no table. The index is rebuilt afterwards: it has new stems and stop words for Spanish."""

    dependencies = [("search", "0004_index_texts_for_the_admin")]

    operations = []
