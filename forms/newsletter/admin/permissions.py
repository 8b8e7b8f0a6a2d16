"""Who may do what with the newsletter's addresses. Each view asks for its own permission."""

from django.contrib.auth.models import Permission
from django.utils.translation import gettext_lazy as _

from forms.audit.denial import DenyAndLogMixin
from forms.newsletter.models import Subscriber

ICON = "newspaper"


def may(user, action):
    """Tell whether the user may view, export or delete subscribers."""
    return user.has_perm(f"site_forms.{action}_subscriber")


def permissions_to_grant():
    """Return the permissions that the admin offers where groups are edited."""
    names = ("view_subscriber", "export_subscriber", "delete_subscriber")
    return Permission.objects.filter(content_type__app_label="site_forms", codename__in=names)


class NewsletterViewMixin(DenyAndLogMixin):
    """Denies whoever lacks the view's `permission`."""

    model = guarded = Subscriber
    header_icon = ICON
    index_url_name = "subscribers:list"
    permission = "view"
    denial = _("If you need the newsletter's addresses for your work, ask whoever manages users.")

    def is_allowed(self, user):
        return may(user, self.permission)
