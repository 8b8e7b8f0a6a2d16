"""What this package adds to the Wagtail admin; `pages.wagtail_hooks` imports it."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from pages.translation_admin.board_view import ICON, TranslationBoardMenuItem, TranslationBoardView
from pages.translation_admin.editor import edit_translation
from pages.translation_admin.review import REVIEW
from pages.translation_admin.row_buttons import use_in_lists
from pages.translation_admin.views import restart_synchronization

PERMISSIONS = ("view_translation_board", "review_translation")
REPORT_OF_LOCALIZE = "wagtail_localize:translations_report"
CONVERT_TO_ALIAS = "localize-convert-to-alias"

use_in_lists()

# Before the hooks of wagtail-localize, which would show its own editor.
for hook in ("before_edit_page", "before_edit_snippet"):
    hooks.register(hook, restart_synchronization, order=-20)
    hooks.register(hook, edit_translation, order=-10)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Register the actions of this package that the history of a page shows."""
    actions.register_action(REVIEW, _("Review translation"), _("Reviewed the translation"))


@hooks.register("register_permissions")
def register_translation_permissions() -> QuerySet[Permission]:
    """Return the permissions that administrators can give to groups."""
    return Permission.objects.filter(content_type__app_label="pages", codename__in=PERMISSIONS)


@hooks.register("register_admin_urls")
def register_board_urls() -> list[URLPattern]:
    """Return the URLs of the board."""
    return [
        path("reports/translations/", TranslationBoardView.as_view(), name="translation_board"),
        path(
            "reports/translations/results/",
            TranslationBoardView.as_view(results_only=True),
            name="translation_board_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_board_menu_item() -> MenuItem:
    """Return the menu item of the board."""
    return TranslationBoardMenuItem(
        _("Translations"), reverse("translation_board"), name="translation-board", icon_name=ICON, order=105
    )


@hooks.register("construct_reports_menu")
def remove_report_of_localize(request: HttpRequest, items: list[MenuItem]) -> None:
    """Remove wagtail-localize's report, whose “Up to date” is not true."""
    address = reverse(REPORT_OF_LOCALIZE)
    items[:] = [item for item in items if item.url != address]


@hooks.register("construct_page_action_menu")
def remove_convert_to_alias(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Remove the action that makes an alias, which shows the English page, of a translation."""
    items[:] = [item for item in items if item.name != CONVERT_TO_ALIAS]
