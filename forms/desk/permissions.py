"""Who may do what at the desk. Each view asks for its own permission, and a refusal is logged."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.template.response import TemplateResponse
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.permission_policies import ModelPermissionPolicy

from forms.desk.log import log_denial
from forms.models import Message

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


class DeskViewMixin:
    """Answers 403 to whoever lacks the view's `permission`.

    Wagtail would make a redirect of a `PermissionDenied`, which reads like an answer.
    """

    permission = "view"

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, self.permission):
            log_denial(request.user, kwargs.get("pk"))
            return TemplateResponse(request, "forms/desk/denied.html", status=403)
        return super().dispatch(request, *args, **kwargs)
