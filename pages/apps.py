from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    jobs = [
        {
            "name": "delete old addresses not found",
            "interval": timedelta(days=1),
            "function": "pages.missing_addresses.delete_old",
            "consequence": "The report “Addresses not found” lists addresses that nobody uses any more.",
        },
    ]

    def ready(self) -> None:
        from wagtail.snippets.models import register_snippet

        from pages.redirects_of_wagtail import replace_parts
        from pages.shared_texts_admin import SharedTextsViewSetGroup
        from pages.signals import connect_receivers

        register_snippet(SharedTextsViewSetGroup)
        connect_receivers()
        replace_parts()
