from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "forms"
    label = "site_forms"  # a bare “forms” is Django's own
    verbose_name = "Messages"
