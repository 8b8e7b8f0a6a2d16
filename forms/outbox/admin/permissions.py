"""Who may see mails, send them again and delete them."""

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.utils.translation import gettext_lazy as _

from forms.audit.denial import DenyAndLogMixin
from forms.outbox.models import Mail


def can_manage_mails(user: AbstractUser | AnonymousUser) -> bool:
    """Return whether the user may manage mails: users who may change messages also manage the mails."""
    return user.has_perm("site_forms.change_message")


class MailsViewMixin(DenyAndLogMixin):
    """Deny users who may not manage mails, and log the denial."""

    guarded = Mail
    denial = _("Only users who work on messages can see mails. If you need them, ask the person who manages users.")

    def is_allowed(self, user: AbstractUser | AnonymousUser) -> bool:
        return can_manage_mails(user)
