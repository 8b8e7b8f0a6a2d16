from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("home", "0012_add_shape_of_images")]

    operations = [
        migrations.CreateModel(
            name="SeededTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=255, unique=True)),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
    ]
