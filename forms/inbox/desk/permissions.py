"""Who may do what at the desk. Each view asks for its own permission, and a refusal is logged."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.permission_policies import ModelPermissionPolicy

from forms.audit.denial import DenyAndLogMixin
from forms.inbox.models import Message

ACTIONS = ("view", "change", "delete", "export")
policy = ModelPermissionPolicy(Message)


def may(user, action):
    """Tell whether the user may view, change, delete or export messages."""
    return policy.user_has_permission(user, action)


def permissions_to_grant():
    """Return the permissions that the admin offers where groups are edited."""
    codenames = [f"{action}_message" for action in ACTIONS]
    return Permission.objects.filter(content_type__app_label="site_forms", codename__in=codenames)


def colleagues():
    """Return the active users who may read and work off messages."""
    users = get_user_model()._default_manager.filter(is_active=True)
    for codename in ("view_message", "change_message"):
        one = {"content_type__app_label": "site_forms", "codename": codename}
        granted = Permission.objects.filter(**one)
        users = users.filter(
            Q(is_superuser=True) | Q(user_permissions__in=granted) | Q(groups__permissions__in=granted)
        )
    return users.distinct().order_by(get_user_model().USERNAME_FIELD)


class MessageURLFinder(ModelAdminURLFinder):
    """Where the site's history leads to for a message."""

    edit_url_name = "desk:message"
    permission_policy = policy


class DeskViewMixin(DenyAndLogMixin):
    """Denies whoever lacks the view's `permission`, and logs it."""

    guarded = Message
    permission = "view"
    denial = _(
        "Messages are open to the front desk only. That you asked is in the site's history. "
        "If you need them for your work, ask whoever manages users."
    )

    def is_allowed(self, user):
        return may(user, self.permission)
