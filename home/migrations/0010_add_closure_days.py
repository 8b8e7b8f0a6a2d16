import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0009_let_marketing_edit_shared_rows'),
    ]

    operations = [
        migrations.AddField(
            model_name='homepage',
            name='closure_days',
            field=models.PositiveSmallIntegerField(default=5, help_text='How many days before a closure the banner on every page announces it. 0: only while we are closed.', validators=[django.core.validators.MaxValueValidator(60)], verbose_name='days before a closure'),
        ),
    ]
