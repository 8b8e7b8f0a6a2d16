from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    # The jobs that the worker runs regularly. A job may run twice at once or be killed at any point.
    jobs = [
        {
            "name": "remind of medical reviews",
            "interval": timedelta(days=1),
            "function": "pages.review_mails.send_reminders",
            "consequence": "Clinicians are not reminded of medical reviews that are due.",
        },
        {
            "name": "delete old addresses not found",
            "interval": timedelta(days=1),
            "function": "pages.missing_addresses.delete_old",
            "consequence": "The report “Addresses not found” lists addresses that nobody uses any more.",
        },
        {
            "name": "create renditions of images",
            "interval": timedelta(minutes=10),
            "function": "pages.photo_renditions.create_missing",
            "consequence": "Some images are shown at the wrong size, or not at all.",
        },
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
        from wagtail.images import get_image_model
        from wagtail.signals import page_published
        from wagtail.snippets.models import register_snippet

        from pages import time_fields
        from pages.photo_renditions import create_for_published_page, create_for_saved_image
        from pages.redirects_of_wagtail import replace_parts
        from pages.shared_texts_admin import SharedTextsViewSetGroup
        from pages.signals import connect_receivers
        from pages.translation_admin import deleted_images
        from pages.translation_admin import signals as translation_admin_signals
        from pages.translations import signals

        time_fields.use_in_admin()
        register_snippet(SharedTextsViewSetGroup)
        signals.connect()
        connect_receivers()
        replace_parts()
        page_published.connect(create_for_published_page)
        post_save.connect(create_for_saved_image, sender=get_image_model())
        translation_admin_signals.connect()
        deleted_images.install()
