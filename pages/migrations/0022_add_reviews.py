import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pages', '0021_add_people'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClinicalReviewTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'clinical review',
                'verbose_name_plural': 'clinical reviews',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('reviewer_name', models.CharField(max_length=200, verbose_name='name and credentials')),
                ('reviewed_on', models.DateField(verbose_name='reviewed on')),
                ('review_due', models.DateField(null=True, verbose_name='next review due')),
                ('is_on_paper', models.BooleanField(default=False, verbose_name='signed on paper')),
                ('due_mail_sent_on', models.DateField(null=True)),
                ('overdue_mail_sent_on', models.DateField(null=True)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('reviewer', models.ForeignKey(help_text='Empty for a review from before the site had pages about people.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reviews_signed', to='pages.personpage', verbose_name='reviewer')),
            ],
            options={
                'verbose_name': 'medical review',
                'verbose_name_plural': 'medical reviews',
                'permissions': [('sign_review', 'Can sign medical reviews as the person whose page names this user account'), ('record_paper_signature', 'Can record that a clinician has signed a medical review on paper')],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='conditionpage',
            name='review',
            field=models.ForeignKey(editable=False, help_text='The review of the current text, otherwise the latest review of an earlier text.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='pages.review', verbose_name='medical review'),
        ),
        migrations.AddField(
            model_name='passage',
            name='review',
            field=models.ForeignKey(editable=False, help_text='The review of the current text, otherwise the latest review of an earlier text.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='pages.review', verbose_name='medical review'),
        ),
        migrations.AddField(
            model_name='treatmentpage',
            name='review',
            field=models.ForeignKey(editable=False, help_text='The review of the current text, otherwise the latest review of an earlier text.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='pages.review', verbose_name='medical review'),
        ),
        migrations.CreateModel(
            name='ReviewedText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(help_text='See `pages.clinical_text`.', max_length=64, verbose_name='fingerprint')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='pages.review')),
            ],
            options={
                'verbose_name': 'reviewed text',
                'verbose_name_plural': 'reviewed texts',
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['content_type', 'object_id'], name='review_by_target'),
        ),
        migrations.AddConstraint(
            model_name='reviewedtext',
            constraint=models.UniqueConstraint(fields=('review', 'fingerprint'), name='text_once_per_review'),
        ),
    ]
