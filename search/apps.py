from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self):
        # Django tells those apps only that have models, and the models of the index are Wagtail's.
        post_migrate.connect(update_index, sender=apps.get_app_config("wagtailsearch"))


def update_index(sender, verbosity, plan=(), **kwargs):
    """Write all pages into the index once, after an update whose migrations of the search say that it changed."""
    from pages.models import BasePage

    is_changed = any(migration.app_label == SearchConfig.name and not is_undone for migration, is_undone in plan)
    models = [model for model in apps.get_models() if issubclass(model, BasePage)] if is_changed else []
    if any(model.objects.exists() for model in models):
        call_command("update_index", verbosity=verbosity)
