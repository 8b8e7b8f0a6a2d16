"""Does nothing. It changed indexes of Wagtail's search, which the search of the site no longer uses."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("wagtailsearch", "0010_add_text_fields")]
    operations = []
