from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "forms"
    label = "site_forms"  # a bare “forms” is Django's own
    verbose_name = "Messages"

    def ready(self):
        from forms import recaptcha  # noqa: F401, registers its check
