from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from wagtail.snippets.models import register_snippet

        from pages.models import Passage, Source, WarningSign

        for model in (Passage, WarningSign, Source):
            register_snippet(model)
