"""The permissions to view, export and delete subscribers. They are independent of each other."""

from django.contrib.auth.models import AbstractUser, AnonymousUser, Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from forms.audit.denial import DenyAndLogMixin
from forms.newsletter.models import Subscriber

ICON = "newspaper"


def has_permission(user: AbstractUser | AnonymousUser, action: str) -> bool:
    """Return whether the user may `view`, `export` or `delete` subscribers."""
    return user.has_perm(f"site_forms.{action}_subscriber")


def permissions_to_grant() -> QuerySet[Permission]:
    """Return the permissions that the admin offers when a group is edited (hook `register_permissions`)."""
    names = ("view_subscriber", "export_subscriber", "delete_subscriber")
    return Permission.objects.filter(content_type__app_label="site_forms", codename__in=names)


class NewsletterViewMixin(DenyAndLogMixin):
    """Deny users without the view's `permission`, and log the denial."""

    model = guarded = Subscriber
    header_icon = ICON
    index_url_name = "subscribers:list"
    permission = "view"
    denial = _("If you need the newsletter's addresses for your work, ask the person who manages users.")

    def is_allowed(self, user: AbstractUser | AnonymousUser) -> bool:
        return has_permission(user, self.permission)
