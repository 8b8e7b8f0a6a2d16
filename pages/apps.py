from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    # The jobs that the worker runs regularly. A job may run twice at once or be killed at any point.
    jobs = [
        {
            "name": "publish scheduled pages",
            "interval": timedelta(minutes=1),
            "function": "pages.scheduling.run_schedules",
            "consequence": (
                "Pages do not appear or disappear at the time that was set for them. Publish or unpublish them by hand."
            ),
        },
    ]

    def ready(self) -> None:
        from wagtail.snippets.models import register_snippet

        from pages import time_fields
        from pages.shared_texts_admin import SharedTextsViewSetGroup

        time_fields.use_in_admin()
        register_snippet(SharedTextsViewSetGroup)
