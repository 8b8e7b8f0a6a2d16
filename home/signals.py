"""Receivers of signals. `HomeConfig.ready` imports this module."""

from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished

from home.error_page_phone import save_phones_after_commit
from home.models import HomePage
from pages.models import LocationPage

for model in (HomePage, LocationPage):
    for signal in (page_published, page_unpublished, post_delete):
        signal.connect(save_phones_after_commit, sender=model, dispatch_uid=f"save_phones_{model.__name__}")
