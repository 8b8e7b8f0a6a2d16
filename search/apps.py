from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate, post_save, pre_save
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    # Parameters of an address that change what a public page shows. The page cache ignores all others.
    query_parameters = ["q"]

    def ready(self) -> None:
        from search.indexing import index_saved_page, note_changed_facts

        pre_save.connect(note_changed_facts)
        post_save.connect(index_saved_page)
        post_migrate.connect(rebuild_after_migration, sender=self)


def rebuild_after_migration(sender: AppConfig, plan: Sequence[tuple[Any, bool]] = (), **kwargs: object) -> None:
    """Rebuild the index, and Wagtail's index for the admin, after a migration of this app. Receives `post_migrate`."""
    from search.indexing import rebuild_index

    if any(migration.app_label == sender.label and not is_undone for migration, is_undone in plan):
        rebuild_index()
        call_command("update_index", verbosity=0)
