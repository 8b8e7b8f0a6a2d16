"""Connect the receivers of signals; `PagesConfig.ready` calls `connect`."""

from django.db.models.signals import post_save
from wagtail.signals import page_published
from wagtail_localize.models import TranslationSource

from pages.models import Passage, WarningSign
from pages.translation_admin.status import record_change_of_english, record_change_of_row, record_published


def connect() -> None:
    """Connect the receivers that keep the status of translations up to date."""
    page_published.connect(record_published, dispatch_uid="translation_status")
    post_save.connect(record_change_of_english, sender=TranslationSource, dispatch_uid="translation_status")
    for model in (Passage, WarningSign):
        post_save.connect(record_change_of_row, sender=model, dispatch_uid="translation_status")
