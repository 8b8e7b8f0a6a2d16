"""The form of the page editor refuses to submit a page to a group in which nobody could approve it."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from pages.schedule_form import ScheduledPageForm
from pages.workflow_members import missing_approvers

SUBMIT_BUTTONS = ("action-submit", "action-restart-workflow")


class SubmittedPageForm(ScheduledPageForm):
    """A form that is not valid if its page is submitted to nobody: the page would be locked without end.

    The slug may be left empty: the page then makes it from the title. The editor's script copies it from the title a
    moment after the last key, which is too late for somebody who publishes at once.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any] | None:
        """Say which group of the workflow has nobody who could approve the page."""
        cleaned = super().clean()
        if any(button in self.data for button in SUBMIT_BUTTONS):
            for task_name, groups in missing_approvers(self._page_with_workflow()):
                self.add_error(
                    None,
                    _(
                        "The page cannot be submitted: nobody can approve “%(task)s”. An administrator must first add "
                        "a user to: %(groups)s. Nothing you typed is lost: save it as a draft."
                    )
                    % {"task": task_name, "groups": groups},
                )
        return cleaned

    def _page_with_workflow(self) -> Page:
        """Return the page whose workflow applies: a new page has the workflow of the page above it."""
        return self.instance if self.instance.pk else self.parent_page
