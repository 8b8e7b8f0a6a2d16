"""Receivers of signals. `PagesConfig.ready` connects them."""

from django.core.signals import request_finished
from django.db.backends.signals import connection_created
from django.db.models.signals import post_save, pre_delete, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, pre_page_move

from pages import site_version, vital_pages
from pages.missing_addresses import forget_published_address, forget_redirected_address, write_counts
from pages.redirects_admin import remove_own_redirect


def connect_receivers() -> None:
    """Connect the receivers of this app."""
    pre_save.connect(vital_pages.refuse_to_unpublish, dispatch_uid="refuse_to_unpublish")
    pre_delete.connect(vital_pages.refuse_to_delete, dispatch_uid="refuse_to_delete")
    pre_page_move.connect(vital_pages.refuse_to_move, dispatch_uid="refuse_to_move")
    pre_save.connect(vital_pages.refuse_to_restrict, sender=PageViewRestriction, dispatch_uid="refuse_to_restrict")
    page_published.connect(remove_own_redirect, dispatch_uid="remove_own_redirect")
    page_published.connect(forget_published_address, dispatch_uid="forget_published_address")
    request_finished.connect(write_counts, dispatch_uid="write_counts_of_missing_addresses")
    post_save.connect(forget_redirected_address, sender=Redirect, dispatch_uid="forget_redirected_address")
    connection_created.connect(site_version.watch, dispatch_uid="watch_connection")
    site_version.watch_open_connections()
