from django.apps import AppConfig
from django.db.models.signals import post_delete
from wagtail.signals import page_published


class FormsConfig(AppConfig):
    name = "forms"
    label = "site_forms"  # a bare “forms” is Django's own
    verbose_name = "Messages"

    def ready(self):
        former_form = self.get_model("FormerForm")
        post_delete.connect(former_form.remember, sender=self.get_model("FormPage"), dispatch_uid="remember_form")

        from forms import recaptcha  # noqa: F401, registers its check
        from forms.known_fields import remember_published_fields

        page_published.connect(remember_published_fields, sender=self.get_model("FormPage"))
