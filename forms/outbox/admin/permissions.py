"""Who may see mails."""

from django.utils.translation import gettext_lazy as _

from forms.audit.denial import DenyAndLogMixin
from forms.outbox.models import Mail


def may_see_mails(user):
    """Tell whether the user may see mails: who works off messages may."""
    return user.has_perm("site_forms.change_message")


class MailsViewMixin(DenyAndLogMixin):
    """Denies whoever may not see mails."""

    guarded = Mail
    denial = _("Mails are for those who work off messages. If you are one of them, ask whoever looks after users.")

    def is_allowed(self, user):
        return may_see_mails(user)
