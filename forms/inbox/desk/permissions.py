"""Permissions of the front desk. Each view requires its own permission, and each denial is logged."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.permission_policies import ModelPermissionPolicy

from forms.audit.denial import DenyAndLogMixin
from forms.inbox.models import Message

ACTIONS = ("view", "change", "delete", "export")
policy = ModelPermissionPolicy(Message)


def may(user: AbstractBaseUser | AnonymousUser, action: str) -> bool:
    """Return whether the user has the permission to view, change, delete or export messages."""
    return policy.user_has_permission(user, action)


def permissions_to_grant() -> QuerySet[Permission]:
    """Return the permissions that Wagtail offers on the page of a group (hook `register_permissions`)."""
    codenames = [f"{action}_message" for action in ACTIONS]
    return Permission.objects.filter(content_type__app_label="site_forms", codename__in=codenames)


def possible_owners() -> QuerySet:
    """Return the active users who may view and change messages."""
    users = get_user_model()._default_manager.filter(is_active=True)
    for codename in ("view_message", "change_message"):
        permission = Permission.objects.filter(content_type__app_label="site_forms", codename=codename)
        users = users.filter(
            Q(is_superuser=True) | Q(user_permissions__in=permission) | Q(groups__permissions__in=permission)
        )
    return users.distinct().order_by(get_user_model().USERNAME_FIELD)


class MessageURLFinder(ModelAdminURLFinder):
    """Link a message in Wagtail's site history to its page at the desk."""

    edit_url_name = "desk:message"
    permission_policy = policy


class DeskViewMixin(DenyAndLogMixin):
    """Deny access to users without the view's `permission`, and log the denial."""

    guarded = Message
    permission = "view"
    denial = _(
        "Only the front desk can read messages. Your attempt is recorded in the site history. "
        "If you need messages for your work, ask a person who manages users."
    )

    def is_allowed(self, user: AbstractBaseUser | AnonymousUser) -> bool:
        return may(user, self.permission)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show times in the clinic's time zone, as in the exports, whatever zone the user has chosen in the admin.

        The page is rendered here, because Wagtail would render it later, in the user's zone.
        """
        with timezone.override(settings.TIME_ZONE):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if isinstance(response, SimpleTemplateResponse) else response
