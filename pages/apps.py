from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from wagtail.snippets.models import register_snippet

        from pages.shared_texts_admin import SharedTextsViewSetGroup
        from pages.translation_admin import deleted_images
        from pages.translation_admin import signals as translation_admin_signals

        register_snippet(SharedTextsViewSetGroup)
        translation_admin_signals.connect()
        deleted_images.install()
