"""What this package adds to the Wagtail admin; `pages.wagtail_hooks` imports it."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from pages.translation_admin.board_view import ICON, TranslationBoardMenuItem, TranslationBoardView
from pages.translation_admin.review import REVIEW

PERMISSIONS = ("view_translation_board", "review_translation")
REPORT_OF_LOCALIZE = "wagtail_localize:translations_report"


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
