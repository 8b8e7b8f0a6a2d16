"""The editor of a person's page: the user account is stored at once, and only administrators see it."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import Page

from pages.submission_form import SubmittedPageForm

JOIN = "pages.join_user"


def register_log_actions(actions: LogActionRegistry) -> None:
    """Register the action with its label and message (hook `register_log_actions`)."""
    actions.register_action(JOIN, _("Set user account"), _("Set the user account with which the person signs"))


class PersonPageForm(SubmittedPageForm):
    """The form of a person's page. Only users who may change user accounts get the field `user`."""

    def save(self, commit: bool = True) -> Page:
        """Return the page. Its user account is written into the row at once, because revisions do not contain it."""
        page = super().save(commit=commit)
        if page.pk and "user" in self.changed_data:
            type(page).objects.filter(pk=page.pk).update(user=page.user)
            log(page, JOIN, user=self.for_user, data={"user": page.user and page.user.get_username()})
        return page
