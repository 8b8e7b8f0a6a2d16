from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "forms"
    label = "site_forms"  # a bare “forms” is Django's own
    verbose_name = "Messages"

    def ready(self):
        from wagtail.signals import page_published

        from forms.known_fields import remember_published_fields
        from forms.models import FormPage

        page_published.connect(remember_published_fields, sender=FormPage)
